package io.kosh.webhooks.internal;

import io.kosh.kernel.Fields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// A receiver's certificate, or that of its authority, in PEM: trusted for this receiver beside the public ones, so
/// that a company may use one of its own making. The host's name is checked all the same.
final class TrustedCertificate {
    private static final int LONGEST = 20_000;

    private TrustedCertificate() {}

    /// The PEM text, checked; null where there is none.
    static @Nullable String checked(String field, @Nullable String pem) {
        if (pem == null || pem.isBlank()) {
            return null;
        }
        Fields.text(field, pem, LONGEST);
        try {
            if (parse(pem).isEmpty()) {
                throw Fields.invalid(field, "holds no certificate");
            }
        } catch (CertificateException _) {
            throw Fields.invalid(field, "must be an X.509 certificate in PEM: -----BEGIN CERTIFICATE-----");
        }
        return pem;
    }

    private static Collection<? extends Certificate> parse(String pem) throws CertificateException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    /// A context that trusts the public authorities and the certificate.
    static SSLContext context(String pem) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : parse(pem)) {
            store.setCertificateEntry("trusted-" + number++, certificate);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Either(trust(null), trust(store))}, null);
        return context;
    }

    private static X509TrustManager trust(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("the JDK has no X.509 trust manager");
    }

    /// Trusts what one of two trusts.
    private record Either(X509TrustManager first, X509TrustManager second) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("no clients are served");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            try {
                first.checkServerTrusted(chain, type);
            } catch (CertificateException _) {
                second.checkServerTrusted(chain, type);
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
