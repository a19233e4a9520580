package io.kosh.webhooks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    private final AddressRules live = new AddressRules(true);
    private final AddressRules sandbox = new AddressRules(false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.9.10",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "100.127.255.255",
                "::1",
                "fc00::1",
                "fdab::1",
                "::ffff:127.0.0.1",
                "::ffff:10.1.2.3",
                "::127.0.0.1",
                "64:ff9b::10.0.0.1"
            })
    void whatStandsNearbyIsForTheSandboxAlone(String address) throws UnknownHostException {
        assertThat(live.allow(InetAddress.getByName(address))).isFalse();
        assertThat(sandbox.allow(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "169.254.169.254",
                "::ffff:169.254.169.254",
                "64:ff9b::169.254.169.254",
                "fe80::1",
                "224.0.0.1",
                "255.255.255.255",
                "240.0.0.1",
                "ff02::1",
                "::",
                "2002:7f00:1::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "198.18.0.1"
            })
    void whatIsNeverAReceiverIsRefusedEverywhere(String address) throws UnknownHostException {
        assertThat(live.allow(InetAddress.getByName(address))).isFalse();
        assertThat(sandbox.allow(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.15.255.255",
                "172.32.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "2606:4700::1111",
                "::ffff:8.8.8.8",
                "64:ff9b::8.8.8.8"
            })
    void whatEverybodyCanReachIsAllowed(String address) throws UnknownHostException {
        assertThat(live.allow(InetAddress.getByName(address))).isTrue();
        assertThat(sandbox.allow(InetAddress.getByName(address))).isTrue();
    }
}
