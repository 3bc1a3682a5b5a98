using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Mapping.Language.Options;
using FieldType = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;

namespace SqsIngestor.Cli.Reference;

/// <summary>A form of a column with a type of field that it fills, to be run with any option and any value.</summary>
/// <param name="Word">The form.</param>
/// <param name="Source">The column's source, as written.</param>
/// <param name="Kind">The field: text, a number, a STRUCT, an ARRAY or a MAP of numbers.</param>
/// <param name="Misfit">A value that the column cannot take, as JSON.</param>
internal sealed record OutcomeForm(string Word, string Source, OutcomeField Kind, string Misfit)
{
    private const string BelowValue = "from: $.body.v.a";

    /// <summary>Every form, with each type that behaves in its own way.</summary>
    public static IReadOnlyList<OutcomeForm> All { get; } =
    [
        new("from", "from: $.body.v", OutcomeField.Text, "[1]"),
        new("from", "from: $.body.v", OutcomeField.Number, "\"a\""),
        new("from", BelowValue, OutcomeField.Number, "\"a\""),
        new("from", "from: $.body.v", OutcomeField.Struct, "1"),
        new("from", "from: $.body.v", OutcomeField.Array, "1"),
        new("from", "from: $.body.v", OutcomeField.Map, "1"),
        new("const", "const: 1", OutcomeField.Number, "\"a\""),
        new("concat", "concat: [$.body.v, \"!\"]", OutcomeField.Text, "[1]"),
        new("expr", "expr: \"has(body.v) ? body.v : null\"", OutcomeField.Number, "\"a\""),
        new("fields", "from: $.body.v, fields: { a: $.body.v.a }", OutcomeField.Struct, "1"),
        new("fields", "fields: { a: $.body.v.a }", OutcomeField.Struct, "1"),
        new("each", "each: $.body.v, value: $.item", OutcomeField.Array, "1"),
        new("entries", "entries: $.body.v, value: $.value", OutcomeField.Map, "1"),
        new("rescued", "rescued: { scope: [body] }", OutcomeField.Text, "1"),
    ];

    /// <summary>The type of the field, as Delta writes it.</summary>
    public string Type => Kind switch
    {
        OutcomeField.Text => "STRING",
        OutcomeField.Number => "BIGINT",
        OutcomeField.Struct => "STRUCT",
        OutcomeField.Array => "ARRAY of BIGINT",
        OutcomeField.Map => "MAP of BIGINT",
        _ => throw new UnreachableException(),
    };

    /// <summary>A constant that the column takes.</summary>
    public string Default => Kind == OutcomeField.Text ? "none" : "0";

    /// <summary>Whether the function can act by an option here.</summary>
    public bool Takes(ColumnOption option) =>
        option.Forms.Contains(Word) && (option != ColumnOptionCatalog.Default || Kind is OutcomeField.Text or OutcomeField.Number)
        // An expression gives a value, null or an error.
        && (Word != "expr" || option != ColumnOptionCatalog.OnMissing)
        // Below null, the value is missing.
        && (Source != BelowValue || option != ColumnOptionCatalog.OnNull)
        // Without `from`, a STRUCT has no value of its own.
        && (Word != "fields" || Source.StartsWith("from", StringComparison.Ordinal));

    /// <summary>What becomes of a body whose member v is the JSON text, or that has no such member.</summary>
    /// <param name="option">An option with its word, as written; empty for none.</param>
    /// <param name="json">The value; null for none.</param>
    /// <param name="scope">The scope of the rescued column.</param>
    public string Run(string option, string? json, string scope = "body")
    {
        var plan = Compile(option, scope);
        var body = json is null ? "{}" : $$"""{"v":{{json}}}""";
        var payload = $$"""{"Records":[{"messageId":"m","eventSource":"aws:sqs","body":{{JsonSerializer.Serialize(body)}}}]}""";
        var message = EventInspector.Run(plan, Encoding.UTF8.GetBytes(payload), DateTimeOffset.UnixEpoch)[0];
        if (message.Error is { } error) return MarkdownTable.Code(error.Code.ToText());
        if (message.Rows.Count == 0) return "no row";
        using var row = JsonDocument.Parse(new RecordInspector(plan, plan.Targets[0]).ToJson(message.Rows[0].Record.Span));
        var members = row.RootElement.EnumerateObject().ToDictionary(m => m.Name, m => m.Value.GetRawText());
        var value = members.GetValueOrDefault("v") is { } text ? MarkdownTable.Code(text) : "NULL";
        return members.GetValueOrDefault("r") is { } rest ? $"{value}, `r` has {MarkdownTable.Code(rest)}" : value;
    }

    private MappingPlan Compile(string option, string scope)
    {
        var rescued = Word == "rescued" ? "" : $"  r: {{ rescued: {{ scope: {scope} }} }}\n";
        var column = option.Length == 0 ? Source : $"{Source}, {option}";
        var yaml =
            $"version: 1\ndescriptor: outcome.binpb\ntable: main.raw.outcome\ncolumns:\n  v: {{ {column} }}\n{rescued}"
            + (Word == "rescued" ? "ignore: [r]\n" : "");
        var compilation = MappingCompiler.Compile(
            Encoding.UTF8.GetBytes(yaml), "outcome.yaml",
            new MappingCompilerOptions { Descriptors = name => new DescriptorFile(name, Descriptors()) });
        return compilation.Plan
            ?? throw new InvalidOperationException(yaml + DiagnosticWriter.Write(compilation.Diagnostics));
    }

    private byte[] Descriptors()
    {
        var number = new FieldDescriptorProto { Name = "a", Number = 1, Type = FieldType.Int64, Label = Label.Optional };
        var table = new DescriptorProto { Name = "Outcome" };
        var field = new FieldDescriptorProto { Name = "v", Number = 1, Label = Label.Optional };
        switch (Kind)
        {
            case OutcomeField.Text:
                field.Type = FieldType.String;
                break;
            case OutcomeField.Number:
                field.Type = FieldType.Int64;
                break;
            case OutcomeField.Array:
                (field.Type, field.Label) = (FieldType.Int64, Label.Repeated);
                break;
            case OutcomeField.Struct:
                (field.Type, field.TypeName) = (FieldType.Message, "Part");
                table.NestedType.Add(new DescriptorProto { Name = "Part", Field = { number } });
                break;
            case OutcomeField.Map:
                (field.Type, field.Label, field.TypeName) = (FieldType.Message, Label.Repeated, "VEntry");
                table.NestedType.Add(new DescriptorProto
                {
                    Name = "VEntry",
                    Options = new MessageOptions { MapEntry = true },
                    Field =
                    {
                        new FieldDescriptorProto { Name = "key", Number = 1, Type = FieldType.String, Label = Label.Optional },
                        new FieldDescriptorProto { Name = "value", Number = 2, Type = FieldType.Int64, Label = Label.Optional },
                    },
                });
                break;
            default:
                throw new UnreachableException();
        }
        table.Field.Add(field);
        table.Field.Add(new FieldDescriptorProto { Name = "r", Number = 2, Type = FieldType.String, Label = Label.Optional });
        var file = new FileDescriptorProto { Name = "outcome.proto", MessageType = { table } };
        return new FileDescriptorSet { File = { file } }.ToByteArray();
    }
}

/// <summary>The type of the field that a form fills.</summary>
internal enum OutcomeField
{
    Text,
    Number,
    Struct,
    Array,
    Map,
}
