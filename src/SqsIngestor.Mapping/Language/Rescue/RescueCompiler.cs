using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Limits;
using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Rescue;

/// <summary>Compiles the rescued columns of a file.</summary>
internal sealed class RescueCompiler(PathResolver paths, DiagnosticBag diagnostics)
{
    /// <summary>The scope that is the body and the element of an <c>explode</c>, with all that no row contains.</summary>
    public const string All = "all";

    /// <summary>What the columns of a table remember of what they read.</summary>
    public static ReadTracking Tracking(IReadOnlyList<ColumnSyntax> columns, string? alias)
    {
        if (Find(columns) is not { } rescued) return ReadTracking.None;
        return alias != All && rescued.Scopes.Any(s => s.Value == All) ? ReadTracking.Parts : ReadTracking.Values;
    }

    /// <summary>Whether a policy of a table rescues values.</summary>
    public static bool HasPolicies(IReadOnlyList<ColumnSyntax> columns, PolicySyntax defaults) =>
        defaults.Rescues || columns.SelectMany(c => ColumnBody.Within(c.Body)).Any(body => body.Options.Policies.Rescues);

    /// <summary>Whether the rescued column of a table has the rest of the element of its <c>explode</c>.</summary>
    public static bool RescuesElement(IReadOnlyList<ColumnSyntax> columns, string alias) =>
        Find(columns) is { } rescued && rescued.Scopes.Any(s => s.Value == alias || s.Value == All);

    /// <param name="syntax">The column as written.</param>
    /// <param name="field">Its field.</param>
    /// <param name="limit">What the column of the table takes; null for any text.</param>
    /// <param name="scope">The scope of the table's <c>explode</c>; null for none.</param>
    /// <param name="hasPolicies">A policy of the table rescues values, which may be outside of the scopes.</param>
    public RescuedColumn? Compile(
        RescuedSourceSyntax syntax, FieldDescriptor field, ValueLimit? limit, CompileScope? scope, bool hasPolicies)
    {
        if (field.FieldType != FieldType.String || field.IsRepeated)
        {
            diagnostics.Add(
                DiagnosticCodes.RescuedColumn, syntax.Position,
                $"'{field.Name}' is {field.FieldType.ToString().ToLowerInvariant()}; rescued values are JSON text",
                "use a string field, for a VARIANT or STRING column");
            return null;
        }
        var scopes = new List<RescuedScope>();
        var isEverything = false;
        var written = new HashSet<string>();
        var hasAll = scope?.ValueName != All && syntax.Scopes.Any(each => each.Value == All);
        foreach (var syntaxScope in syntax.Scopes)
        {
            if (hasAll && (syntaxScope.Value == "body" || syntaxScope.Value == scope?.ValueName))
            {
                diagnostics.Add(
                    DiagnosticCodes.Idle, syntaxScope.Position,
                    $"the scope '{syntaxScope.Value}' is in the scope '{All}' already");
                continue;
            }
            if (!written.Add(syntaxScope.Value))
            {
                diagnostics.Add(DiagnosticCodes.Idle, syntaxScope.Position, $"the scope '{syntaxScope.Value}' is listed twice");
                continue;
            }
            var isAll = syntaxScope.Value == All && scope?.ValueName != All;
            isEverything |= isAll;
            string[] names = !isAll ? [syntaxScope.Value] : scope is null ? ["body"] : ["body", scope.ValueName];
            foreach (var name in names.Where(n => scopes.TrueForAll(s => s.Name != n)))
            {
                if (Compile(name, syntaxScope.Position, scope) is { } compiled) scopes.Add(compiled);
            }
        }
        if (!hasPolicies) WarnOfIdleExclusions(syntax, scopes);
        foreach (var whole in syntax.Excluded.Where(e => e.Steps.Count == 1 && scopes.Exists(s => s.Name == e.Root)))
        {
            diagnostics.Add(
                DiagnosticCodes.Idle, whole.Position,
                $"'{whole.Text}' is a whole scope, of which no value is left", $"remove '{whole.Root}' from 'scope'");
        }
        WarnOfExclusionsTwice(syntax.Excluded);
        if (scopes.Exists(each => each.Name == "message")) WarnOfMessageBody(syntax.Excluded, scope);
        var excluded = syntax.Excluded.Select(path => paths.Resolve(path, scope)?.Source).OfType<ValueSource>();
        return new RescuedColumn(
            field.Name, WireTags.Of(field), [.. scopes], [.. excluded], FromBody(syntax.Excluded, scope), limit, isEverything);
    }

    /// <summary>
    /// The excluded values of the body. A path finds the last value of a name, and that of the element of the row, but the
    /// others are excluded too.
    /// </summary>
    private ExcludedFromBody? FromBody(IReadOnlyList<SourcePath> excluded, CompileScope? scope)
    {
        var found = new List<ExcludedPath>();
        foreach (var path in excluded)
        {
            if (path.Root == scope?.ValueName)
            {
                if (scope.InBody is { } element) found.Add(new(element.SkipLast(1), path.BelowRoot));
            }
            else if (BodyPaths.Below(path, scope) is { } steps)
            {
                found.Add(new(steps, null));
            }
        }
        return found.Count > 0 && paths.Resolve(new([new("body", 0)], false, "$.body", TextPosition.File), scope) is { } body
            ? new(body.Source, [.. found])
            : null;
    }

    private void WarnOfExclusionsTwice(IReadOnlyList<SourcePath> excluded)
    {
        for (var i = 0; i < excluded.Count; i++)
        {
            var inner = excluded[i];
            var outer = excluded.Where((other, j) => j != i && IsIn(inner, other) && (j < i || !IsIn(other, inner)));
            if (outer.FirstOrDefault() is { } around)
            {
                diagnostics.Add(
                    DiagnosticCodes.Idle, inner.Position, $"'{inner.Text}' is excluded already, with '{around.Text}'");
            }
        }

        static bool IsIn(SourcePath inner, SourcePath outer) =>
            inner.Steps.Count >= outer.Steps.Count && inner.Steps.Take(outer.Steps.Count).SequenceEqual(outer.Steps);
    }

    private void WarnOfIdleExclusions(RescuedSourceSyntax syntax, List<RescuedScope> scopes)
    {
        foreach (var excluded in syntax.Excluded.Where(e => scopes.TrueForAll(s => s.Name != e.Root)))
        {
            diagnostics.Add(
                DiagnosticCodes.Idle, excluded.Position, $"'{excluded.Text}' is in none of the scopes, so it is never rescued");
        }
    }

    /// <summary>The scope <c>message</c> has the body as it came, with all that is excluded from other scopes.</summary>
    private void WarnOfMessageBody(IReadOnlyList<SourcePath> excluded, CompileScope? scope)
    {
        if (excluded.Any(path => path.Root == "message" && (path.Steps.Count == 1 || path.Steps[1].Name == "body"))) return;
        if (excluded.FirstOrDefault(path => path.Root == "body" || path.Root == scope?.ValueName) is not { } inner) return;
        diagnostics.Add(
            DiagnosticCodes.Idle, inner.Position, $"'{inner.Text}' is still in the body of the scope 'message'",
            "exclude $.message.body too");
    }

    private static RescuedSourceSyntax? Find(IReadOnlyList<ColumnSyntax> columns) =>
        columns.Select(c => c.Body?.Source).OfType<RescuedSourceSyntax>().FirstOrDefault();

    private RescuedScope? Compile(string name, TextPosition position, CompileScope? scope)
    {
        if (paths.Resolve(new SourcePath([new PathStep(name, 0)], false, name, position), scope) is not { } resolved) return null;
        if (resolved.Place is null)
        {
            diagnostics.Add(
                DiagnosticCodes.TypeMismatch, position, $"'{name}' is not an object or array of the document",
                "use body, or the alias of explode");
            return null;
        }
        resolved.Place.Whole = true;
        return new RescuedScope(name, resolved.Source, resolved.Place);
    }
}
