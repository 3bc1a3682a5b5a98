using System.Text;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;

namespace SqsIngestor.Cli.Infer.Samples;

/// <summary>
/// Finds the messages that the function could not read with any mapping of JSON, such as those that are not JSON.
/// </summary>
internal sealed class Screen
{
    private const string Mapping =
        """
        version: 1
        descriptor: screen.binpb
        table: main.default.screen
        payload: { decode: [{ unwrap: sns, when: auto }, { unwrap: eventbridge, when: auto }, json] }
        columns: { body: { from: $.body, as: json } }
        """;

    private readonly MappingPlan _plan = Compile();

    /// <summary>For each body, the code of its record error; null if it can be read.</summary>
    public IReadOnlyList<string?> Run(IReadOnlyList<string> bodies) =>
        [.. EventInspector.Run(_plan, EventInput.OfBodies(bodies), DateTimeOffset.UnixEpoch).Select(Code)];

    /// <summary>The code of the first error of a message; null if it became rows.</summary>
    public static string? Code(InspectedMessage message) =>
        message.Outcome == EncodeOutcome.Rows ? null : message.Error!.Code.ToText();

    private static MappingPlan Compile()
    {
        var table = new CatalogTable(
            new TableName("main", "default", "screen"), [new Column("body", new ScalarType(DeltaKind.String))]);
        var set = ProtoSet.Write(new() { File = { TableFile.Build(table, "screen.proto") } });
        return MappingCompiler.Compile(
            Encoding.UTF8.GetBytes(Mapping), "screen.yaml",
            new MappingCompilerOptions { Descriptors = name => new DescriptorFile(name, set) }).Plan!;
    }
}
