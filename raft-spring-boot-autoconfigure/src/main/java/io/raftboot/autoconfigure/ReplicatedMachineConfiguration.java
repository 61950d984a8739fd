package io.raftboot.autoconfigure;

import io.raftboot.spring.JacksonPayloadFormat;
import io.raftboot.spring.PayloadFormat;
import io.raftboot.spring.ReplicatedBeanRegistrar;
import io.raftboot.spring.ReplicatedMachines;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The state machines of the application, and how their commands become bytes. */
@Configuration(proxyBeanMethods = false)
final class ReplicatedMachineConfiguration {

	// Static: made before every other bean, which decides what the others are given
	@Bean
	static ReplicatedBeanRegistrar replicatedBeanRegistrar() {
		return new ReplicatedBeanRegistrar();
	}

	@Bean
	@ConditionalOnMissingBean
	ReplicatedMachines replicatedMachines(ConfigurableListableBeanFactory beanFactory, PayloadFormat payloadFormat) {
		return ReplicatedMachines.find(beanFactory, payloadFormat);
	}

	/** Not looked at where Jackson is absent. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	static class Json {

		@Bean
		@ConditionalOnMissingBean(PayloadFormat.class)
		JacksonPayloadFormat raftPayloadFormat() {
			return new JacksonPayloadFormat();
		}

	}

}
