using SqsIngestor.Catalog.Targets;

namespace SqsIngestor.Cli.Reference;

/// <summary>docs/reference/tables.md.</summary>
internal static class TablesPage
{
    public static string Body() =>
        """
        Zerobus writes to these tables:

        | table | how Unity Catalog shows it | stage at Databricks |
        |---|---|---|
        | managed Delta table | `table_type` MANAGED, `data_source_format` DELTA | generally available |
        | streaming table | `table_type` STREAMING_TABLE | beta |
        | table with liquid clustering (CLUSTER BY) | nothing that matters here | see Databricks' release stages |

        It refuses the kinds and features below, and some others need attention. The same rules decide everywhere:

        | where | refused | warning |
        |---|---|---|
        | `check --against` | error MAP806 | warning MAP817 |
        | `schema pull` | error with the code, exit code 20 to 24; no file is written | a note on standard error |
        | `schema diff` | the change is breaking if the new table is refused | |
        | `infer --against` | error with the code, exit code 20 to 24 | |
        | the function, with `descriptor: unity-catalog` | the start fails: `Function.MappingInvalid` | log event `TableWarning` |
        | the local Zerobus (`serve`, `demo`) | INVALID_ARGUMENT for a kind, UNIMPLEMENTED for a feature | |

        With a deployed descriptor, the function does not ask Unity Catalog, and the service itself refuses the stream. Run
        `check --against uc:` before you deploy.

        ## Refused


        """
        + Table(TargetRules.All.Where(rule => rule.Verdict != TargetVerdict.Warning))
        + "\n## Warnings\n\n"
        + Table(TargetRules.All.Where(rule => rule.Verdict == TargetVerdict.Warning))
        + """

        ## What Unity Catalog does not tell

        The answer of `GET /api/2.1/unity-catalog/tables/{full_name}` lacks some of what Zerobus looks at. The rules do not guess:

        - **Default storage.** `securable_kind` is in the answers of the service, and not in its documentation. An answer without
          it gives no warning. SQL and descriptors do not say where a table is stored. Databricks documents default storage as
          unsupported in older pages, and newer notes call it a preview, so it is a warning.
        - **How many partitions** a table has or a batch writes. Columns have `partition_index`, and nothing counts values. So the
          warning names the columns, and tables partitioned by DATE and BOOLEAN columns alone have none.
        - **A table that was dropped and created again** under its name. Zerobus does not support that; the answer looks the same.
        - **Features without a property.** CHECK constraints are properties (`table_constraints` has keys only), and
          catalog-managed commits are. A feature that a table once had, such as `checkConstraints` after the last constraint was
          dropped, can still be in the protocol of the Delta log, which only the service reads.
        - **Generated columns.** They are in `type_json`. The documentation does not say whether Zerobus takes such a table; in
          public reports the service has answered UNIMPLEMENTED, `Feature 'generatedColumns' is not supported`.
        - **Tags of columns.** They take one more request for each nullable VARIANT column, and privileges of their own. Commands
          ask for them; the function does not. If the catalog refuses, there is no warning. The output of
          `databricks tables get` has no tags either. In SQL, `TAGS`, `SET TAGS` and `SET TAG ON COLUMN` are read.
        - **Columns of a view** in SQL: only Databricks knows them, so the local catalog lists such a view without columns.

        ## The rescue column of Zerobus

        A nullable VARIANT column with the tag `zerobus-rescue` takes what does not fit the table, for JSON streams only. The
        function sends protobuf, so the column stays NULL. The [`rescued` source](columns.md) of a mapping keeps what does not fit
        in any VARIANT or STRING column, without the tag. Do not map the tagged column: Databricks' documentation does not say
        whether the service accepts values for it.

        """;

    private static string Table(IEnumerable<TargetRule> rules) => MarkdownTable.Write(
        ["code", "table", "how Unity Catalog shows it", "meaning", "what to do"],
        rules.Select(rule => (string[])
        [
            MarkdownTable.Code(rule.Code), rule.Subject, rule.Sign, MarkdownTable.Text(rule.Description.Meaning),
            MarkdownTable.Text(rule.Description.Action),
        ]));
}
