using System.Text;
using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Language.Payloads.Steps;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Values;
using SqsIngestor.Mapping.Yaml;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Language.Payloads;

/// <summary>A payload as a mapping file writes it, and what becomes of bodies.</summary>
internal sealed class PayloadRun
{
    private static readonly DescriptorSet Types = LoadTypes();
    private readonly int _envelopeSlot;

    public PayloadRun(string yaml, string envelope = "sns", params string[] envelopePath)
    {
        var paths = new PayloadPaths { UsesRaw = true };
        paths.UseBody().Whole = true;
        if (envelopePath.Length > 0)
        {
            _envelopeSlot = envelopePath.Aggregate(
                paths.UseEnvelope(EnvelopeCatalog.Find(envelope)!), (place, name) => place.Member(name)).Slot;
        }
        Payload = new Payload(
            Compile(yaml, paths, out var diagnostics)
                ?? throw new InvalidOperationException(DiagnosticWriter.Write(diagnostics)),
            MessageMemory.Unbounded);
    }

    public Payload Payload { get; }

    public static PayloadPlan? Compile(string yaml, PayloadPaths paths, out IReadOnlyList<Diagnostic> diagnostics)
    {
        if (yaml.Length == 0) yaml = "version: 1";
        var bag = new DiagnosticBag("mapping.yaml", yaml);
        var root = (YamlMapping?)YamlTreeReader.Read(yaml, new VariableSubstitution(_ => null), bag);
        var syntax = PayloadReader.Read(root?.Entries.FirstOrDefault(e => e.Key.Value == "payload")?.Value, bag);
        var plan = new PayloadCompiler(Types, ReadFile, bag).Compile(syntax, paths, isFiltered: true);
        diagnostics = bag.ToList();
        return plan;
    }

    /// <summary>The payload's bodies as text, or the code of its error.</summary>
    public string[] Bodies(ReadOnlySpan<byte> body)
    {
        Payload.Memory.Begin();
        if (Payload.Load(SourceValue.FromText(body)) is var code and not RecordErrorCode.None) return [code.ToText()];
        var bodies = new string[Payload.Count];
        for (var i = 0; i < bodies.Length; i++)
        {
            code = Payload.Select(i);
            bodies[i] = code == RecordErrorCode.None ? Text(Payload.Values.Body(0)) : code.ToText();
        }
        return bodies;
    }

    public string[] Bodies(string body) => Bodies(Encoding.UTF8.GetBytes(body));

    /// <summary>The only body, or the code of its error.</summary>
    public string Body(string body) => Assert.Single(Bodies(body));

    public string Body(ReadOnlySpan<byte> body) => Assert.Single(Bodies(body));

    public string Envelope(string word) => Text(Payload.Values.Envelope(EnvelopeCatalog.Find(word)!.Index, _envelopeSlot));

    public static string Text(SourceValue value) => value.Kind switch
    {
        ValueKind.Missing => "(missing)",
        ValueKind.Bytes => "bytes " + Convert.ToHexString(value.Text),
        _ => Encoding.UTF8.GetString(value.Text),
    };

    private static DescriptorFile ReadFile(string name) =>
        DescriptorFile.Read(RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Protos", name)) with { Path = name };

    private static DescriptorSet LoadTypes()
    {
        var set = Protoc.Compile(
            RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Protos"), includeImports: true, "every_type.proto",
            "payload_types.proto");
        return DescriptorSet.Load(set, "types.binpb", out var diagnostics)
            ?? throw new InvalidOperationException(DiagnosticWriter.Write(diagnostics));
    }
}
