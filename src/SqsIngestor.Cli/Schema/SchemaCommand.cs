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
        return new Command("schema", "Print schemas.") { mapping };
    }

    public static string MappingSchema()
    {
        using var stream = typeof(SchemaCommand).Assembly.GetManifestResourceStream("mapping.schema.json")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
