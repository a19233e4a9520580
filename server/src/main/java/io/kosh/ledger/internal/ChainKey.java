package io.kosh.ledger.internal;

import io.kosh.ledger.ChainHead;
import io.kosh.platform.MasterKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Signs the ends of chains with an Ed25519 key that follows from the master key, so that every server of the
/// installation signs alike and nothing new has to be kept.
@Component
final class ChainKey {
    private static final String ALGORITHM = "Ed25519";
    private static final int SEED_BYTES = 32;

    private final MasterKey master;
    private @Nullable KeyPair pair;

    ChainKey(MasterKey master) {
        this.master = master;
    }

    /// Made when it is first needed: a start does not wait for it.
    private synchronized KeyPair pair() {
        KeyPair made = pair;
        if (made == null) {
            made = pair(master.derive("ledger/chain-signature", SEED_BYTES));
            pair = made;
        }
        return made;
    }

    /// What is signed: one line a fact, none of which can hold a line break.
    private static byte[] text(ChainHead head) {
        return String.join(
                        "\n",
                        "kosh chain head",
                        head.companyId(),
                        Long.toString(head.number()),
                        head.hash(),
                        Long.toString(head.transfers()),
                        head.sealedAt().toString())
                .getBytes(StandardCharsets.UTF_8);
    }

    String publicKey() {
        return Base64.getEncoder().encodeToString(pair().getPublic().getEncoded());
    }

    /// The head with our key and signature in place of what it had there.
    ChainHead signed(ChainHead head) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(pair().getPrivate());
            signature.update(text(head));
            return new ChainHead(
                    head.companyId(),
                    head.number(),
                    head.hash(),
                    head.transfers(),
                    head.sealedAt(),
                    publicKey(),
                    Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks " + ALGORITHM, e);
        }
    }

    /// Whether this installation signed the head. The key that the head names proves nothing: anybody can write one.
    boolean made(ChainHead head) {
        if (!publicKey().equals(head.publicKey())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(pair().getPublic());
            signature.update(text(head));
            return signature.verify(Base64.getDecoder().decode(head.signature()));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return false;
        }
    }

    /// The JDK derives the public half only when it makes a pair, and takes the seed from the randomness it is given.
    private static KeyPair pair(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(java.security.spec.NamedParameterSpec.ED25519, new Seed(seed));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks " + ALGORITHM, e);
        }
    }

    /// "Randomness" that is the seed.
    private static final class Seed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new IllegalStateException("a seed of " + seed.length + " bytes was expected to be enough");
            }
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }
}
