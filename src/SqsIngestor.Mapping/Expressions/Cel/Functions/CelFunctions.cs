namespace SqsIngestor.Mapping.Expressions.Cel;

/// <summary>The functions by name, without macros, the time accessors and matches.</summary>
internal static class CelFunctions
{
    private static readonly Dictionary<string, CelFunction> ByName = new(StringComparer.Ordinal);

    static CelFunctions()
    {
        Add(new("size", CelTextFunctions.Size, [.. Sizes(isMember: false), .. Sizes(isMember: true)]));
        Add(new("startsWith", CelTextFunctions.StartsWith, new CelOverload(true, CelType.Bool, CelType.String, CelType.String)));
        Add(new("endsWith", CelTextFunctions.EndsWith, new CelOverload(true, CelType.Bool, CelType.String, CelType.String)));
        Add(new("contains", CelTextFunctions.Contains, new CelOverload(true, CelType.Bool, CelType.String, CelType.String)));
        Add(Conversion("int", CelConversions.ToInt, CelType.Int, CelType.Int, CelType.Uint, CelType.Double, CelType.String, CelType.Timestamp));
        Add(Conversion("uint", CelConversions.ToUint, CelType.Uint, CelType.Int, CelType.Uint, CelType.Double, CelType.String));
        Add(Conversion("double", CelConversions.ToDouble, CelType.Double, CelType.Int, CelType.Uint, CelType.Double, CelType.String));
        Add(Conversion("bool", CelConversions.ToBool, CelType.Bool, CelType.Bool, CelType.String));
        Add(Conversion("string", CelConversions.ToText, CelType.String, CelType.String, CelType.Bool, CelType.Int, CelType.Uint, CelType.Double, CelType.Bytes, CelType.Timestamp, CelType.Duration));
        Add(Conversion("bytes", CelConversions.ToBytes, CelType.Bytes, CelType.Bytes, CelType.String));
        Add(Conversion("timestamp", CelConversions.ToTimestamp, CelType.Timestamp, CelType.Timestamp, CelType.String, CelType.Int));
        Add(Conversion("duration", CelConversions.ToDuration, CelType.Duration, CelType.Duration, CelType.String));
        Add(Conversion("dyn", static (in value, _) => value, CelType.Dyn, CelType.Dyn));
        Add(Conversion("type", static (in value, _) => CelValue.TypeOf(CelTypeNames.Of(value.Kind)), CelType.Type, CelType.Dyn));
    }

    public static IEnumerable<string> Names => ByName.Keys;

    public static CelFunction? Find(string name) => ByName.GetValueOrDefault(name);

    private static void Add(CelFunction function) => ByName.Add(function.Name, function);

    private static CelFunction Conversion(string name, CelUnaryFunction function, CelType result, params CelType[] sources) =>
        new(name, function, [.. sources.Select(source => new CelOverload(false, result, source))]);

    private static CelOverload[] Sizes(bool isMember) =>
        [new(isMember, CelType.Int, CelType.String), new(isMember, CelType.Int, CelType.Bytes), new(isMember, CelType.Int, CelType.AnyList), new(isMember, CelType.Int, CelType.AnyMap)];
}
