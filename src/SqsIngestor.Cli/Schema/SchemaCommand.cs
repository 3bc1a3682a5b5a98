using System.CommandLine;
using System.Text;

namespace SqsIngestor.Cli.Schema;

/// <summary><c>sqs-ingestor schema</c>.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var mapping = new Command("mapping", "Print the JSON Schema (draft 2020-12) of the mapping language, for editors: # yaml-language-server: $schema=FILE");
        mapping.SetAction(_ => Console.Out.Write(MappingSchema()));
        return new Command("schema",
            "Tables and descriptors: pull, compile, show, sql, diff; and the schema of mappings. "
            + "Exit codes beside 0, 1 and 2, where a table cannot be had or written to: 10 the credentials are refused (401), 11 no access (403), "
            + "12 not found (404), 13 asked too often (429), 14 the catalog fails (5xx), 15 unreachable, 16 a login page or proxy answered, 17 refused or not understood, "
            + "20 no columns, 21 a view, 22 a foreign table, 23 no ordinary Delta table, 24 more than 2,000 columns, 25 a type or name that protobuf cannot carry.")
        {
            PullCommand.Create(),
            CompileCommand.Create(),
            ShowCommand.Create(),
            SqlCommand.Create(),
            DiffCommand.Create(),
            mapping,
        };
    }

    public static string MappingSchema()
    {
        using var stream = typeof(SchemaCommand).Assembly.GetManifestResourceStream("mapping.schema.json")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
