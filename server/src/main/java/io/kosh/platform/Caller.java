package io.kosh.platform;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who is calling, as the token says: the API client, the person or client in whose name, and the companies it may act
/// for.
///
/// @param clientId  the API client that got the token
/// @param actor     the user name of the person, or the client id where no person is involved; kept in histories
/// @param operator  whether this is an operator of the installation, who may act for any company by naming it
/// @param companies the companies that the token may act for, its own first; empty for an operator
/// @param directory finds any company by its public id, for operators
public record Caller(
        String clientId, String actor, boolean operator, List<CompanyRef> companies, CompanyRegistry directory) {

    /// The company that a request is about. Absent: the token's own. One that the token may not act for is
    /// refused with 403 whether or not it exists.
    public CompanyRef company(@Nullable String requested) {
        return about(find(requested));
    }

    private static CompanyRef about(CompanyRef found) {
        if (RequestContext.isBound()) {
            RequestContext.current().about(found);
        }
        return found;
    }

    private CompanyRef find(@Nullable String requested) {
        if (operator) {
            CompanyRef found = directory.find(Fields.text("companyId", requested, 32));
            if (found == null) {
                throw Refusal.ofField(CommonError.COMPANY_UNKNOWN, "companyId", "there is no company " + requested);
            }
            return found;
        }
        if (requested == null) {
            return own();
        }
        for (CompanyRef company : companies) {
            if (company.id().equals(requested)) {
                return company;
            }
        }
        throw Refusal.ofField(
                CommonError.COMPANY_FORBIDDEN,
                "companyId",
                "the token may not act for the company " + Fields.text("companyId", requested, 32));
    }

    /// The company of a request whose `companyId` is required.
    public CompanyRef requiredCompany(@Nullable String requested) {
        return company(Fields.text("companyId", requested, 32));
    }

    /// The token's own company: the first of those it may act for.
    public CompanyRef own() {
        if (companies.isEmpty()) {
            throw Refusal.of(CommonError.COMPANY_ONLY, "the route needs a token that acts for a company");
        }
        return about(companies.getFirst());
    }

    /// Whether the token may act for the company with this internal key; where it may, the request is about it.
    public boolean mayActFor(CompanyKey company) {
        for (CompanyRef each : companies) {
            if (each.key().equals(company)) {
                about(each);
                return true;
            }
        }
        return operator;
    }
}
