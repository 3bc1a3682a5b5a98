using System.Globalization;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Init;

/// <summary>AGENTS.md of a new project: what a coding agent needs to change a mapping without guessing.</summary>
internal static class AgentsFile
{
    /// <summary>The text.</summary>
    /// <param name="shape">The shape of the project.</param>
    public static string Text(GalleryShape shape)
    {
        var (mapping, sample) = ($"mappings/{shape.Table}.yaml", $"mappings/samples/{shape.Table}.json");
        var (sql, codes) = ($"descriptors/{shape.Table}.sql", string.Join('\n', ExitCodes.Common.Select(Row)));
        return $"""
            # Notes for coding agents

            This project maps SQS messages to rows of Databricks tables. `README.md` says which file is what. There is no program
            here: you change `{mapping}` and `{sql}`, and `sqs-ingestor` says whether they are right.
            `{ProjectFile.Name}` has the defaults of the commands.

            ## The loop

            Run these after each change, in this order. All work offline and change nothing.

            ```sh
            sqs-ingestor check {mapping} --against {sql}
            sqs-ingestor test {mapping}
            sqs-ingestor explain {mapping} --event {sample} --message 0
            sqs-ingestor encode {mapping} --event {sample} --format json
            ```

            1. `check` finds every error, with line, column, code and often the right spelling. Correct all of them first.
            2. `test` runs the tests under `tests:`. Write one for each new column, and one for a message that must fail
               (`expect_error`).
            3. `explain` says for each column where its value comes from, or which policy left it out.
            4. `encode` prints the rows as the function would send them.

            | exit code | meaning |
            |---|---|
            {codes}

            Machine formats: `check --format json` or `sarif`, `test --junit FILE`, `encode --format json`. Errors are lines
            `error CODE: what failed, why, what to do`, with `FILE:LINE:COLUMN: ` in front in a mapping. Codes are stable: search
            for a code, not for the text.

            ## Where the language is defined

            - `sqs-ingestor schema mapping` prints the JSON Schema of mapping files: every key and word. Read it first.
            - `sqs-ingestor schema show descriptors/{shape.Table}.binpb` prints the columns and their types.
            - `sqs-ingestor help COMMAND` prints the options of a command.

            ## Do not

            - Do not guess paths, types, `as` or time formats. Take samples: `sqs-ingestor infer FILE --against {mapping}` lists
              what no column takes, and exits with 1 if a column is missing.
              `sqs-ingestor infer FILE --table catalog.schema.table --output DIR` writes a new mapping.
            - Do not edit `.binpb` or `.proto` files. Change `{sql}`, then run
              `sqs-ingestor schema pull --from-sql {sql} --force`.
            - Do not remove a failing test. Do not set `on_error`, `on_missing` or `ignore` to make an error go away: each drops
              data. Ask the owner of the table first.
            - Do not put real messages into samples or tests. They end up in the repository.
            - Do not write secrets, hosts or table names of a workspace into files that did not have them.

            """.ReplaceLineEndings("\n");
    }

    private static string Row(ExitCode code) => string.Create(CultureInfo.InvariantCulture, $"| {code.Code} | {code.Meaning} |");
}
