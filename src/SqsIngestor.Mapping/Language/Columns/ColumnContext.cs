using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>State that the compilers of one table's columns share: paths, default policies and diagnostics.</summary>
/// <param name="paths">Shared by all tables of the file.</param>
/// <param name="defaults">The file's default policies.</param>
/// <param name="consumption">Receives the places that the columns read.</param>
/// <param name="diagnostics">Receives the problems.</param>
internal sealed class ColumnContext(
    PathResolver paths, PolicySyntax defaults, Consumption consumption, DiagnosticBag diagnostics)
{
    public PathResolver Paths => paths;

    public DiagnosticBag Diagnostics => diagnostics;

    /// <summary>The first column with a policy that rescues; null for none.</summary>
    public TextPosition? Rescuing { get; private set; }

    /// <summary>The effective policies of a column.</summary>
    public ColumnPolicies Policies(ColumnOptions options, TextPosition position)
    {
        if (options.Policies.Rescues) Rescuing ??= position;
        return options.Policies.Over(defaults);
    }

    /// <summary>Resolves the path of a column and marks it as consumed.</summary>
    public ResolvedPath? Read(SourcePath path, CompileScope? scope)
    {
        var resolved = paths.Resolve(path, scope);
        if (resolved?.Place is { } place) consumption.Add(place);
        return resolved;
    }

    /// <summary>Resolves the path of an array or object, which is then kept as a whole; null after a diagnostic.</summary>
    public ValueSource? ResolveContainer(SourcePath path, CompileScope? scope)
    {
        if (Read(path, scope) is not { } resolved) return null;
        if (resolved.Place is null)
        {
            Refuse(path.Position, $"'{path.Text}' is neither an object nor an array");
            return null;
        }
        resolved.Place.Whole = true;
        return resolved.Source;
    }

    /// <summary>Reports that a source does not fit its column.</summary>
    public void Refuse(TextPosition position, string message) =>
        diagnostics.Add(DiagnosticCodes.TypeMismatch, position, message);
}
