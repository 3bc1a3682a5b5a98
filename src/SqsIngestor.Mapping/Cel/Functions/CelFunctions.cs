using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;
using T = SqsIngestor.Mapping.Cel.Types.CelType;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>The functions by name, without macros, the time accessors and matches.</summary>
internal static class CelFunctions
{
    private static readonly Dictionary<string, CelFunction> ByName = new(StringComparer.Ordinal);

    static CelFunctions()
    {
        Add(new("size", CelTextFunctions.Size, [.. Sizes(isMember: false), .. Sizes(isMember: true)]));
        Add(new("startsWith", CelTextFunctions.StartsWith, new CelOverload(true, T.Bool, T.String, T.String)));
        Add(new("endsWith", CelTextFunctions.EndsWith, new CelOverload(true, T.Bool, T.String, T.String)));
        Add(new("contains", CelTextFunctions.Contains, new CelOverload(true, T.Bool, T.String, T.String)));
        Add(Conversion("int", CelConversions.ToInt, T.Int, T.Int, T.Uint, T.Double, T.String, T.Timestamp));
        Add(Conversion("uint", CelConversions.ToUint, T.Uint, T.Int, T.Uint, T.Double, T.String));
        Add(Conversion("double", CelConversions.ToDouble, T.Double, T.Int, T.Uint, T.Double, T.String));
        Add(Conversion("bool", CelConversions.ToBool, T.Bool, T.Bool, T.String));
        Add(Conversion(
            "string", CelConversions.ToText, T.String, T.String, T.Bool, T.Int, T.Uint, T.Double, T.Bytes, T.Timestamp, T.Duration));
        Add(Conversion("bytes", CelConversions.ToBytes, T.Bytes, T.Bytes, T.String));
        Add(Conversion("timestamp", CelConversions.ToTimestamp, T.Timestamp, T.Timestamp, T.String, T.Int));
        Add(Conversion("duration", CelConversions.ToDuration, T.Duration, T.Duration, T.String));
        Add(Conversion("dyn", static (in value, _) => value, T.Dyn, T.Dyn));
        Add(Conversion("type", static (in value, _) => CelValue.TypeOf(CelTypeNames.Of(value.Kind)), T.Type, T.Dyn));
    }

    public static IEnumerable<string> Names => ByName.Keys;

    public static CelFunction? Find(string name) => ByName.GetValueOrDefault(name);

    private static void Add(CelFunction function) => ByName.Add(function.Name, function);

    private static CelFunction Conversion(string name, CelUnaryFunction function, CelType result, params CelType[] sources) =>
        new(name, function, [.. sources.Select(source => new CelOverload(false, result, source))]);

    private static IEnumerable<CelOverload> Sizes(bool isMember) =>
        new[] { T.String, T.Bytes, T.AnyList, T.AnyMap }.Select(type => new CelOverload(isMember, T.Int, type));
}
