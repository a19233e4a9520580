package io.kosh.sandbox.internal;

import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Snapshots over HTTP.
@RestController
@SandboxOnly
@RequestMapping("/sandbox")
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Sandbox", description = "Time, scenarios, catchers, logs and state to try with. Not there in live.")
final class SnapshotController {
    private static final TypeReference<Map<String, Object>> ROW = new TypeReference<>() {};
    private static final TypeReference<List<Object>> KEY = new TypeReference<>() {};

    private final Snapshots snapshots;
    private final JsonMapper json;

    SnapshotController(Snapshots snapshots, JsonMapper json) {
        this.snapshots = snapshots;
        this.json = json;
    }

    record SnapshotRequest(
            @Schema(example = "before-the-sale") @Nullable String name) {
        public SnapshotRequest {
            Fields.identifier("name", name, 60);
        }
    }

    record SnapshotView(String name, Instant createdAt, long rows) {
        static SnapshotView of(Snapshot snapshot) {
            return new SnapshotView(snapshot.name(), snapshot.createdAt(), snapshot.rows());
        }
    }

    /// @param before null where the row is new
    /// @param after  null where the row is gone
    record DifferenceView(
            String table,
            List<Object> key,
            @Nullable Map<String, Object> before,
            @Nullable Map<String, Object> after) {}

    record ReplacedView(
            String companyId,

            @Schema(description = "counts how often the state was replaced")
            long generation,

            Instant at,

            @Schema(description = "null for a reset") @Nullable
            String snapshot) {
        static ReplacedView of(CompanyRef company, Snapshot.Replacement replacement) {
            return new ReplacedView(company.id(), replacement.generation(), replacement.at(), replacement.snapshot());
        }
    }

    record Deleted(String name) {}

    @PostMapping("/snapshots")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Save the state",
            description = "The company's books, settings and time, under a name. People, logins and keys, webhook "
                    + "endpoints and their deliveries, catchers, scenarios and the log are no part of it. An older one "
                    + "of the same name is replaced.")
    SnapshotView save(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestBody SnapshotRequest request) {
        return SnapshotView.of(
                snapshots.save(caller.company(companyId), Fields.identifier("name", request.name(), 60)));
    }

    @GetMapping("/snapshots")
    @Operation(summary = "List snapshots", description = "The company's snapshots, oldest first.")
    List<SnapshotView> list(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        return snapshots.all(caller.company(companyId)).stream()
                .map(SnapshotView::of)
                .toList();
    }

    @PostMapping("/snapshots/{snapshotName}/restore")
    @Operation(
            summary = "Restore a snapshot",
            description = "The company's books, settings and time are again as they were; everything else stays. The "
                    + "books verify as they did; chain heads that were exported since do not fit any more, and "
                    + "sequence numbers of webhooks that were sent since are sent again.")
    ReplacedView restore(
            Caller caller,
            @PathVariable String snapshotName,
            @RequestParam(required = false) @Nullable String companyId) {
        CompanyRef company = caller.company(companyId);
        return ReplacedView.of(company, snapshots.restore(company, snapshotName));
    }

    @GetMapping("/snapshots/{snapshotName}/diff")
    @Operation(
            summary = "Compare with a snapshot",
            description =
                    "The rows that are others now than in the snapshot, at most 500. Of rows in the vault only the "
                            + "table and the key are told.")
    List<DifferenceView> compare(
            Caller caller,
            @PathVariable String snapshotName,
            @RequestParam(required = false) @Nullable String companyId) {
        return snapshots.compare(caller.company(companyId), snapshotName).stream()
                .map(each -> new DifferenceView(
                        each.table(), json.readValue(each.key(), KEY), row(each.before()), row(each.after())))
                .toList();
    }

    private @Nullable Map<String, Object> row(@Nullable String row) {
        return row == null ? null : json.readValue(row, ROW);
    }

    @DeleteMapping("/snapshots/{snapshotName}")
    @Operation(summary = "Delete a snapshot", description = "Forgets a snapshot; the state stays as it is.")
    Deleted delete(
            Caller caller,
            @PathVariable String snapshotName,
            @RequestParam(required = false) @Nullable String companyId) {
        snapshots.delete(caller.company(companyId), snapshotName);
        return new Deleted(snapshotName);
    }

    @PostMapping("/reset")
    @Operation(
            summary = "Reset a company",
            description = "Empties the company's books and settings and brings its time back to real time. People, "
                    + "logins and keys, webhook endpoints and their deliveries, catchers, scenarios, snapshots and the "
                    + "log stay.")
    ReplacedView reset(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        CompanyRef company = caller.company(companyId);
        return ReplacedView.of(company, snapshots.reset(company));
    }
}
