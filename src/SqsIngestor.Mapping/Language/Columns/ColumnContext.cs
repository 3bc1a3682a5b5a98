using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Language.Types;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Limits;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Records.Values;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>State that the compilers of one table's columns share: paths, default policies and diagnostics.</summary>
/// <param name="paths">Shared by all tables of the file.</param>
/// <param name="defaults">The file's default policies.</param>
/// <param name="types">What the table takes.</param>
/// <param name="consumption">Receives the places that the columns read.</param>
/// <param name="tracking">What the columns remember of what they read.</param>
/// <param name="keepsDocuments">The rescued column can need the place of any value that a column reads.</param>
/// <param name="diagnostics">Receives the problems.</param>
internal sealed class ColumnContext(
    PathResolver paths, PolicySyntax defaults, FieldTypes types, Consumption consumption, ReadTracking tracking,
    bool keepsDocuments, DiagnosticBag diagnostics)
{
    public PathResolver Paths => paths;

    public DiagnosticBag Diagnostics => diagnostics;

    public ReadTracking Tracking => tracking;

    /// <summary>The places that the columns have read, of those that are compiled together.</summary>
    public Consumption Consumption { get; private set; } = consumption;

    /// <summary>The first column with a policy that rescues; null for none.</summary>
    public TextPosition? Rescuing { get; private set; }

    /// <summary>The effective policies of a column.</summary>
    public ColumnPolicies Policies(ColumnOptions options, TextPosition position)
    {
        if (options.Policies.Rescues) Rescuing ??= position;
        return options.Policies.Over(defaults);
    }

    /// <summary>Whether a row needs a value of the column; an element of an ARRAY is not a column.</summary>
    public bool IsRequired(FieldDescriptor field, ColumnOptions options) =>
        options.IsElement ? field.IsRequired : IsRequired(field);

    /// <summary>Whether a row needs a value of a field that is not an element.</summary>
    public bool IsRequired(FieldDescriptor field) => types.IsRequired(field);

    /// <summary>Resolves the path of a column and marks it as consumed.</summary>
    public ResolvedPath? Read(SourcePath path, CompileScope? scope)
    {
        var resolved = paths.Resolve(path, scope);
        foreach (var place in resolved?.Places ?? [])
        {
            Consumption.Add(place);
            KeepDocument(place);
        }
        return resolved;
    }

    /// <summary>Keeps the document of a value that can be rescued.</summary>
    public void KeepDocument(PathTrie place)
    {
        if (keepsDocuments) paths.Payload.KeepDocument(place);
    }

    /// <summary>Compiles columns inside of another one, and says what these alone read.</summary>
    public T CompileInside<T>(Func<T> compile, out Consumption own)
    {
        var around = Consumption;
        own = Consumption = new Consumption();
        var compiled = compile();
        around.Add(own);
        Consumption = around;
        return compiled;
    }

    /// <summary>Resolves the path of an array or object, which is then kept as a whole; null after a diagnostic.</summary>
    /// <param name="path">The path.</param>
    /// <param name="scope">The scope around it; null for none.</param>
    /// <param name="type">List or Object.</param>
    public ResolvedPath? ResolveContainer(SourcePath path, CompileScope? scope, ValueTypes type)
    {
        if (Read(path, scope) is not { } resolved) return null;
        if (resolved.Place is null)
        {
            Refuse(path.Position, $"'{path.Text}' is neither an object nor an array");
            return null;
        }
        if (!resolved.Types.HasFlag(type))
        {
            Refuse(path.Position, $"'{path.Text}' is always {resolved.Types.Describe()}, and never {type.Describe()}");
            return null;
        }
        foreach (var place in resolved.Places) place.Whole = true;
        return resolved;
    }

    /// <summary>Reports a default for null elements that the column does not take.</summary>
    public void CheckNullItems(ColumnOptions options, FieldDescriptor field, string name, TextPosition position)
    {
        var element = field.IsMap ? field.MessageType.FindFieldByNumber(2) : field;
        if (options.NullItems != NullItems.Default) return;
        if (element.FieldType is not (FieldType.Message or FieldType.Group))
        {
            CheckDefault(element, name, position);
            return;
        }
        if (element.MessageType.Fields.InDeclarationOrder().FirstOrDefault(f => f.IsRequired) is not { } required) return;
        diagnostics.Add(
            DiagnosticCodes.TypeMismatch, position,
            $"a null element of '{name}' cannot become an empty STRUCT, because '{required.Name}' is required (NOT NULL)",
            "null_items: drop");
    }

    /// <summary>What the table takes of the values of a field; null for any.</summary>
    public ValueLimit? LimitOf(FieldDescriptor element) => types.Of(element)?.Limit;

    private void CheckDefault(FieldDescriptor element, string name, TextPosition position)
    {
        var code = LimitOf(element)?.Check(ScalarCodecs.DefaultOf(element), new(new())) ?? RecordErrorCode.None;
        if (code == RecordErrorCode.None) return;
        diagnostics.Add(
            DiagnosticCodes.TypeMismatch, position,
            $"a null element of '{name}' cannot become the default of its type, which the table refuses: {code.ToText()}",
            "null_items: drop");
    }

    /// <summary>Reports that a source does not fit its column.</summary>
    public void Refuse(TextPosition position, string message) =>
        diagnostics.Add(DiagnosticCodes.TypeMismatch, position, message);
}
