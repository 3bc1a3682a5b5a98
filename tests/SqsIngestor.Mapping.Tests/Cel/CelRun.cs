using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Tests.Cel;

/// <summary>Compiles and evaluates an expression over JSON, and shows what came out as text to compare with.</summary>
internal static class CelRun
{
    /// <summary>The variables that the tests use, all of them JSON.</summary>
    public static CelEnvironment Environment { get; } = Json("a", "b", "body", "line", "x", "y");

    /// <summary>An environment of variables that hold any JSON.</summary>
    public static CelEnvironment Json(params IEnumerable<string> names) =>
        new(names.Select(name => KeyValuePair.Create(name, CelType.Dyn)));

    public static CelProgram Compile(string text, CelEnvironment? environment = null)
    {
        var compilation = CelCompiler.Compile(text, environment ?? Environment);
        Assert.DoesNotContain(compilation.Diagnostics, diagnostic => diagnostic.IsError);
        return compilation.Program!;
    }

    /// <summary>The diagnostics of a text, each as <c>code@offset+length</c>.</summary>
    public static string Diagnose(string text, CelEnvironment? environment = null, CelType? expected = null) =>
        string.Join(' ', CelCompiler.Compile(text, environment ?? Environment, expected).Diagnostics
            .Select(diagnostic => $"{diagnostic.Code}@{diagnostic.Offset}+{diagnostic.Length}"));

    public static string Evaluate(string text, string json = "{}")
    {
        var program = Compile(text);
        var context = new CelContext();
        return Show(program.Evaluate(new JsonScope(program, json), context), context);
    }

    public static string Show(CelValue value, CelContext context) => value.Kind switch
    {
        CelKind.Null => "null",
        CelKind.Bool => value.IsTrue ? "true" : "false",
        CelKind.Int => value.AsInt.ToString(CultureInfo.InvariantCulture),
        CelKind.Uint => $"{value.AsUint}u",
        CelKind.Double => value.AsDouble.ToString("0.0################;-0.0################;0.0", CultureInfo.InvariantCulture),
        CelKind.String => JsonSerializer.Serialize(value.GetString(), ShowOptions),
        CelKind.Bytes => $"b:{Convert.ToHexStringLower(value.Span)}",
        CelKind.Timestamp or CelKind.Duration => CelConversions.ToText(value, context).GetString(),
        CelKind.Type => value.TypeName,
        CelKind.List => ShowList(value, context),
        CelKind.Map => ShowMap(value, context),
        CelKind.Optional => value.HasValue ? $"optional({Show(value.Unwrapped, context)})" : "none",
        _ => CelErrors.Of(value.ErrorCode).Name,
    };

    private static JsonSerializerOptions ShowOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string ShowList(CelValue list, CelContext context)
    {
        List<string> parts = [];
        for (var cursor = new CelCursor(list); cursor.MoveNext(context, out var element);) parts.Add(Show(element, context));
        return $"[{string.Join(',', parts)}]";
    }

    private static string ShowMap(CelValue map, CelContext context)
    {
        var text = new StringBuilder("{");
        for (var cursor = new CelCursor(map); cursor.MoveNext(context, out var key);)
        {
            if (text.Length > 1) text.Append(',');
            text.Append(Show(key, context)).Append(':').Append(Show(CelContainers.Lookup(map, key, context), context));
        }
        return text.Append('}').ToString();
    }
}
