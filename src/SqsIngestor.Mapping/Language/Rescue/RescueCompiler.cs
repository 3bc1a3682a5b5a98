using System.Text;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Paths;

namespace SqsIngestor.Mapping.Language.Rescue;

/// <summary>Compiles the rescued columns of a file. They are completed when all of its paths are known.</summary>
internal sealed class RescueCompiler(PathResolver paths, DiagnosticBag diagnostics)
{
    private readonly List<RescuedScope> _scopes = [];

    public RescuedColumn? Compile(RescuedSourceSyntax syntax, FieldDescriptor field, CompileScope? scope, Consumption consumption)
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
        var names = new HashSet<string>();
        foreach (var name in syntax.Scopes)
        {
            if (!names.Add(name.Value))
            {
                diagnostics.Add(DiagnosticCodes.Idle, name.Position, $"the scope '{name.Value}' is there twice");
                continue;
            }
            var path = new SourcePath([new PathStep(name.Value, 0)], false, name.Value, name.Position);
            if (paths.Resolve(path, scope) is not { } resolved) continue;
            if (resolved.Place is null)
            {
                diagnostics.Add(
                    DiagnosticCodes.TypeMismatch, name.Position, $"'{name.Value}' is not an object or array of the document",
                    "use body, or the alias of explode");
                continue;
            }
            resolved.Place.Whole = true;
            scopes.Add(new RescuedScope(Encoding.UTF8.GetBytes(name.Value), resolved.Source, resolved.Place, consumption));
        }
        foreach (var excluded in syntax.Excluded)
        {
            if (paths.Resolve(excluded, scope)?.Place is not { } place) continue;
            consumption.Add(place);
            if (!names.Contains(excluded.Root!))
            {
                diagnostics.Add(
                    DiagnosticCodes.Idle, excluded.Position, $"'{excluded.Text}' is in none of the scopes, so it is never rescued");
            }
        }
        _scopes.AddRange(scopes);
        return new RescuedColumn(field.Name, WireTags.Of(field), [.. scopes]);
    }

    public void Complete() => _scopes.ForEach(s => s.Complete());
}
