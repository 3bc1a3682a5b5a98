using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Types;

/// <summary>A type during checking. Immutable.</summary>
internal sealed class CelType
{
    private readonly IReadOnlyDictionary<string, CelType>? _members;

    private CelType(
        CelTypeKind kind, string name, CelType? key =
            null, CelType? element = null, IReadOnlyDictionary<string, CelType>? members = null)
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

    /// <summary>An optional of anything.</summary>
    public static CelType AnyOptional { get; } = Optional(Dyn);

    public CelTypeKind Kind { get; }

    /// <summary>The name in messages.</summary>
    public string Name { get; }

    /// <summary>The type of a map's keys; null for other kinds.</summary>
    public CelType? Key { get; }

    /// <summary>
    /// The type of a list's elements, a map's values or an optional's value. For a record, the type of the members that it does
    /// not list, or null if it has no others.
    /// </summary>
    public CelType? Element { get; }

    /// <summary>The members that a record lists; empty for other kinds.</summary>
    public IEnumerable<string> Members => _members?.Keys ?? [];

    /// <summary>Values of this type do not contain other values.</summary>
    public bool IsScalar =>
        Kind is not (CelTypeKind.Dyn or CelTypeKind.List or CelTypeKind.Map or CelTypeKind.Optional or CelTypeKind.Record);

    /// <summary>A value of this type can be the key of a map.</summary>
    public bool IsMapKey =>
        Kind is CelTypeKind.Dyn or CelTypeKind.Bool or CelTypeKind.Int or CelTypeKind.Uint or CelTypeKind.String;

    public static CelType List(CelType element) => new(CelTypeKind.List, $"list({element.Name})", element: element);

    public static CelType Optional(CelType value) => new(CelTypeKind.Optional, $"optional_type({value.Name})", element: value);

    public static CelType Map(CelType key, CelType value) => new(CelTypeKind.Map, $"map({key.Name}, {value.Name})", key, value);

    /// <param name="members">The members that are known, by name.</param>
    /// <param name="others">The type of all other members; null for none.</param>
    public static CelType Record(IReadOnlyDictionary<string, CelType> members, CelType? others = null) =>
        new(CelTypeKind.Record, "record", element: others, members: members);

    /// <summary>The type of a record's member; null if not found.</summary>
    public CelType? Member(string name) => _members is not null && _members.TryGetValue(name, out var type) ? type : Element;

    /// <summary>Whether a value can be of both types. <see cref="Dyn"/> overlaps every type.</summary>
    public bool Overlaps(CelType other)
    {
        if (Kind == CelTypeKind.Dyn || other.Kind == CelTypeKind.Dyn) return true;
        if (Kind != other.Kind) return false;
        if (Kind is CelTypeKind.List or CelTypeKind.Optional) return Element!.Overlaps(other.Element!);
        return Kind != CelTypeKind.Map || (Key!.Overlaps(other.Key!) && Element!.Overlaps(other.Element!));
    }

    /// <summary>Whether a value of this kind can be of the type.</summary>
    public bool Accepts(CelKind kind) => Kind == CelTypeKind.Dyn || KindOf(kind) == Kind;

    /// <summary>The kind of type that values of a kind have. Both enums have one order.</summary>
    public static CelTypeKind KindOf(CelKind kind) => (CelTypeKind)(kind - 1);

    /// <summary>The name of a kind of type in messages, without the types inside.</summary>
    public static string NameOf(CelTypeKind kind) => CelTypeNames.Of((CelKind)(kind + 1));

    /// <summary>The narrowest type that both types fit.</summary>
    public static CelType Join(CelType a, CelType b)
    {
        if (a.Kind != b.Kind) return Dyn;
        if (a.Kind == CelTypeKind.Optional) return Optional(Join(a.Element!, b.Element!));
        if (a.Kind == CelTypeKind.List) return List(Join(a.Element!, b.Element!));
        return a.Kind == CelTypeKind.Map ? Map(Join(a.Key!, b.Key!), Join(a.Element!, b.Element!)) : a;
    }

    public override string ToString() => Name;
}

/// <summary>The type of a value, as far as the checker knows it. In the order of <see cref="CelKind"/>.</summary>
internal enum CelTypeKind : byte
{
    /// <summary>Any value.</summary>
    Dyn,
    Null,
    Bool,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    Timestamp,
    Duration,
    Type,
    List,
    Map,
    Optional,

    /// <summary>A set of members that the scope loads one by one. A record is not a value.</summary>
    Record,
}
