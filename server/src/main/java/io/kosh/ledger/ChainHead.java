package io.kosh.ledger;

import java.time.Instant;

/// The end of a company's chain, as it is exported and kept elsewhere: whoever has it can tell later whether the books
/// up to it are still the same.
///
/// @param number    of the last block; blocks count from 1 without gaps
/// @param hash      of that block, as hexadecimal digits
/// @param transfers sealed up to and in it
/// @param publicKey the installation's Ed25519 key as the Base64 of its X.509 form
/// @param signature over the lines `kosh chain head`, company, number, hash, transfers and time, as Base64
public record ChainHead(
        String companyId,
        long number,
        String hash,
        long transfers,
        Instant sealedAt,
        String publicKey,
        String signature) {}
