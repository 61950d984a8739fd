package io.raftboot.autoconfigure;

import io.raftboot.actuate.OperationBodyFilter;
import io.raftboot.actuate.RaftEndpoint;
import jakarta.servlet.http.HttpFilter;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/**
 * What belongs to the {@link RaftEndpoint} on the port of the actuator, whichever it is.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ HttpFilter.class, FilterRegistrationBean.class })
@ConditionalOnBean(PathMappedEndpoints.class)
@ConditionalOnAvailableEndpoint(endpoint = RaftEndpoint.class, exposure = EndpointExposure.WEB)
final class RaftManagementConfiguration {

	private static final String FILTER = "raftOperationBodyFilter";

	@Bean(FILTER)
	@ConditionalOnMissingBean(name = FILTER)
	FilterRegistrationBean<OperationBodyFilter> raftOperationBodyFilter(PathMappedEndpoints endpoints) {
		String path = endpoints.getPath(EndpointId.of("raft"));
		FilterRegistrationBean<OperationBodyFilter> registration = new FilterRegistrationBean<>(
				new OperationBodyFilter((path != null) ? path : "/raft"));
		registration.setName(FILTER);
		return registration;
	}

}
