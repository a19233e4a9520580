package io.kosh.ledger;

import java.util.List;

/// The templates of a context, declared as a bean, so that an operator may post by them too.
public record PostingTemplates(List<PostingTemplate> templates) {}
