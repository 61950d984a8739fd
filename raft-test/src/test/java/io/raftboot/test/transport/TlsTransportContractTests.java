package io.raftboot.test.transport;

import io.raftboot.core.transport.PeerTls;
import io.raftboot.core.transport.tcp.TcpTransportOptions;

/** The same over TLS: nobody notices. */
class TlsTransportContractTests extends TcpTransportContractTests {

	private static final TestAuthority AUTHORITY = TestAuthority.create("cluster");

	private static final PeerTls TLS = PeerTls.mutual(AUTHORITY.issue("node").context(AUTHORITY));

	@Override
	TcpTransportOptions.Builder options(TcpTransportOptions.Builder options) {
		return options.tls(() -> TLS);
	}

}
