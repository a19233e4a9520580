package io.kosh.vault.internal;

/// A sealed value.
///
/// @param keyId the data key that opens it
/// @param bytes the nonce and what AES-256-GCM made of the value
@SuppressWarnings("ArrayRecordComponent") // written and read, never compared
record Sealed(int keyId, byte[] bytes) {}
