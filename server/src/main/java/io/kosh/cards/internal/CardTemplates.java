package io.kosh.cards.internal;

import io.kosh.ledger.PostingTemplates;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Tells the ledger how value moves between accounts and cards.
@Configuration(proxyBeanMethods = false)
class CardTemplates {

    @Bean
    PostingTemplates templatesOfCards() {
        return new PostingTemplates(Stream.concat(
                        Stream.of(CardBook.POINTS, CardBook.RUPEES).flatMap(book -> book.templates().stream()),
                        PointBook.TEMPLATES.stream())
                .toList());
    }
}
