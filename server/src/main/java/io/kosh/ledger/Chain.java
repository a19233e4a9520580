package io.kosh.ledger;

import io.kosh.platform.CompanyRef;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The door to the proof of the books: each company's transfers are hashed and sealed into a chain of blocks, which
/// shows whether any of them was changed, taken out or put in beside Kosh.
public interface Chain {

    /// The last block, signed; null where nothing was sealed yet.
    @Nullable
    ChainHead head(CompanyRef company);

    /// Recomputes every hash, the chains and the books. Reads piece by piece, so that large books need little memory;
    /// posting goes on beside it.
    ///
    /// @param against  heads that were exported before and must still be in the chains
    /// @param progress is told now and then how far it is
    VerificationReport verify(List<CompanyRef> companies, List<ChainHead> against, Consumer<String> progress);
}
