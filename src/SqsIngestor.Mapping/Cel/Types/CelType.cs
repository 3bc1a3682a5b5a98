namespace SqsIngestor.Mapping.Cel.Types;

/// <summary>A type as the checker sees it.</summary>
internal sealed class CelType
{
    private readonly IReadOnlyDictionary<string, CelType>? _members;

    private CelType(
        CelTypeKind kind, string name, CelType? key = null, CelType? element = null, IReadOnlyDictionary<string, CelType>? members = null)
    {
        Kind = kind;
        Name = name;
        Key = key;
        Element = element;
        _members = members;
    }

    public static CelType Dyn { get; } = new(CelTypeKind.Dyn, "dyn");

    public static CelType Null { get; } = new(CelTypeKind.Null, "null_type");

    public static CelType Bool { get; } = new(CelTypeKind.Bool, "bool");

    public static CelType Int { get; } = new(CelTypeKind.Int, "int");

    public static CelType Uint { get; } = new(CelTypeKind.Uint, "uint");

    public static CelType Double { get; } = new(CelTypeKind.Double, "double");

    public static CelType String { get; } = new(CelTypeKind.String, "string");

    public static CelType Bytes { get; } = new(CelTypeKind.Bytes, "bytes");

    public static CelType Timestamp { get; } = new(CelTypeKind.Timestamp, "timestamp");

    public static CelType Duration { get; } = new(CelTypeKind.Duration, "duration");

    public static CelType Type { get; } = new(CelTypeKind.Type, "type");

    /// <summary>A list of anything.</summary>
    public static CelType AnyList { get; } = List(Dyn);

    /// <summary>A map of anything.</summary>
    public static CelType AnyMap { get; } = Map(Dyn, Dyn);

    public CelTypeKind Kind { get; }

    /// <summary>As messages call it.</summary>
    public string Name { get; }

    /// <summary>Of a map: its keys' type.</summary>
    public CelType? Key { get; }

    /// <summary>
    /// Of a list or map: its elements' or values' type. Of a record: the type of members that it does not list, null when there
    /// are none.
    /// </summary>
    public CelType? Element { get; }

    /// <summary>Of a record: the members it lists.</summary>
    public IEnumerable<string> Members => _members?.Keys ?? [];

    /// <summary>No value of this type has values inside it.</summary>
    public bool IsScalar => Kind is not (CelTypeKind.Dyn or CelTypeKind.List or CelTypeKind.Map or CelTypeKind.Record);

    public static CelType List(CelType element) => new(CelTypeKind.List, $"list({element.Name})", element: element);

    public static CelType Map(CelType key, CelType value) => new(CelTypeKind.Map, $"map({key.Name}, {value.Name})", key, value);

    /// <param name="members">The members that are known, by name.</param>
    /// <param name="others">The type of all other members; null when there are none.</param>
    public static CelType Record(IReadOnlyDictionary<string, CelType> members, CelType? others = null) =>
        new(CelTypeKind.Record, "record", element: others, members: members);

    /// <summary>Of a record: a member's type, null when it has no such member.</summary>
    public CelType? Member(string name) => _members is not null && _members.TryGetValue(name, out var type) ? type : Element;

    /// <summary>Whether a value of one type may turn out to be one of the other.</summary>
    public bool Overlaps(CelType other)
    {
        if (Kind == CelTypeKind.Dyn || other.Kind == CelTypeKind.Dyn) return true;
        if (Kind != other.Kind) return false;
        return Kind switch
        {
            CelTypeKind.List => Element!.Overlaps(other.Element!),
            CelTypeKind.Map => Key!.Overlaps(other.Key!) && Element!.Overlaps(other.Element!),
            _ => true,
        };
    }

    /// <summary>The type of a place that holds values of either.</summary>
    public static CelType Join(CelType a, CelType b)
    {
        if (a.Kind != b.Kind) return Dyn;
        return a.Kind switch
        {
            CelTypeKind.List => List(Join(a.Element!, b.Element!)),
            CelTypeKind.Map => Map(Join(a.Key!, b.Key!), Join(a.Element!, b.Element!)),
            _ => a,
        };
    }

    public override string ToString() => Name;
}
