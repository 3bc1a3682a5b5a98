using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Evidence;

namespace SqsIngestor.Cli.Infer.Columns;

/// <summary>Chooses the type of each place from its values. docs/how-to/infer-a-table.md has the rules.</summary>
/// <param name="keepsNames">Keeps the names of members, instead of changing them to snake case.</param>
internal sealed partial class TypeChoice(bool keepsNames)
{
    /// <summary>STRUCTs deeper than this become VARIANT. Protobuf allows 30.</summary>
    private const int MostStructs = 16;

    /// <summary>An object whose names vary has more names than this.</summary>
    private const int FewNames = 8;

    /// <summary>With varying names, an object has on average less than one of so many names.</summary>
    private const int Rareness = 4;

    /// <summary>The type of a place.</summary>
    /// <param name="evidence">Its values.</param>
    /// <param name="member">The name of the member that holds it, or that holds the array or map around it.</param>
    /// <param name="depth">The number of STRUCTs around it.</param>
    public InferredType Choose(ValueEvidence evidence, string member, int depth = 0)
    {
        var kinds = Kinds(evidence).ToList();
        if (OfDeclared(evidence, kinds, member, depth) is { } declared) return declared;
        return kinds switch
        {
            // Another place has objects of the same kind.
            [] when evidence.MemberObjects > 0 => OfObjects(evidence, member, depth),
            [] => Variant(evidence).Doubt("only null seen"),
            [Kind.Object] => OfObjects(evidence, member, depth),
            [Kind.Array] => OfArrays(evidence, member, depth),
            [Kind.Bool] => ScalarTypes.Scalar(DeltaKind.Boolean),
            [Kind.Number] => ScalarTypes.OfTimes(evidence, MemberNames.IsTime(member)) ?? Numbers(evidence.Numbers, member),
            [Kind.Text] when MemberNames.IsVersion(member) && evidence.Texts[TextFormat.Date] == evidence.Texts.Count =>
                ScalarTypes.Scalar(DeltaKind.String).Note("days, but the name says a version"),
            [Kind.Text] => ScalarTypes.OfTimes(evidence, MemberNames.IsTime(member))
                ?? ScalarTypes.OfTexts(evidence.Texts, MemberNames.IsTime(member)),
            [Kind.Number, Kind.Text] when ScalarTypes.OfTimes(evidence, MemberNames.IsTime(member)) is { } times => times,
            _ => Contradictory(evidence),
        };
    }

    /// <summary>The type that the schemas of the samples give; null if they give none, or the values say otherwise.</summary>
    private InferredType? OfDeclared(ValueEvidence evidence, List<Kind> kinds, string member, int depth)
    {
        switch (evidence.Declared)
        {
            case { Scalar: { } type, IsExact: var isExact }
                when kinds.Count == 0 || (isExact && kinds is [var only] && only == KindOf(type.Kind)):
                return ScalarTypes.Meant(type).Note("by the schema of the event");
            case { Fields.Count: > 0 } when kinds.Count == 0:
                return OfObjects(evidence, member, depth);
            case { Items: not null } when kinds.Count == 0:
                return OfArrays(evidence, member, depth);
            case { Entries: { } values } when kinds is [] or [Kind.Object] && depth < MostStructs:
                var value = evidence.CommonMember();
                value.Declare(values);
                return OfEntries(evidence, value, "names that vary, by the schema of the event", member, depth);
            default:
                return null;
        }
    }

    private static Kind KindOf(DeltaKind type) => type switch
    {
        DeltaKind.Boolean => Kind.Bool,
        DeltaKind.BigInt or DeltaKind.Double or DeltaKind.Decimal => Kind.Number,
        DeltaKind.Date or DeltaKind.Timestamp or DeltaKind.String => Kind.Text,
        _ => throw new UnreachableException(),
    };

    /// <summary>The fields of a STRUCT, or the columns of a table, in the order in which they came.</summary>
    /// <param name="evidence">Objects with few enough names.</param>
    /// <param name="depth">The number of STRUCTs around the fields.</param>
    /// <param name="taken">The keys of names that are taken.</param>
    public IReadOnlyList<InferredField> Fields(ValueEvidence evidence, int depth, HashSet<string> taken)
    {
        var names = Names(evidence.Members!.Keys, taken);
        var fields = new List<InferredField>();
        foreach (var (member, values) in evidence.Members)
        {
            var (wanted, name) = (Wanted(member), names[member]);
            fields.Add(
                new InferredField(name, member, Nameable(Choose(values, member, depth), name, values), values)
                {
                    Clash = name == wanted ? null : wanted,
                    HasOtherName = name != wanted || (keepsNames ? wanted != member : !IsName(member)),
                });
        }

        return fields;
    }

    /// <summary>
    /// The type, unless it is a MAP whose name has a digit after its underscores: the entries of a MAP have its name without
    /// them, and no message of protobuf begins with a digit.
    /// </summary>
    private static InferredType Nameable(InferredType type, string name, ValueEvidence values) =>
        type.Delta is MapType && char.IsAsciiDigit(name.TrimStart('_')[0])
            ? Variant(values).Doubt("protobuf has no MAP with a name that begins with a digit")
            : type;

    /// <summary>
    /// The names of members. They don't depend on the order of the members: one that is called like its column keeps the name,
    /// the shortest first.
    /// </summary>
    private Dictionary<string, string> Names(IEnumerable<string> members, HashSet<string> taken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var order = members.OrderBy(member => Wanted(member) != member).ThenBy(member => member.Length)
            .ThenBy(member => member, StringComparer.Ordinal).ToList();
        foreach (var member in order.Where(member => ColumnNaming.TryTake(Wanted(member), taken)))
            names.Add(member, Wanted(member));
        foreach (var member in order.Where(member => !names.ContainsKey(member)).ToList())
            names.Add(member, ColumnNaming.Unused(Wanted(member), taken));
        return names;
    }

    private static bool IsName(string member) =>
        member.Length > 0 && !char.IsAsciiDigit(member[0]) && member.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private string Wanted(string member) => keepsNames ? ColumnNaming.AsIs(member) : ColumnNaming.Snake(member);

    /// <summary>Whether each of the objects has the same few names, so that a name is a column.</summary>
    public static bool HasFields(ValueEvidence evidence) =>
        evidence.Members is { Count: > 0 } members
            && (evidence.Declared is { Fields: not null } || !NamesVary(evidence, members));

    private InferredType OfObjects(ValueEvidence evidence, string member, int depth)
    {
        if (HasFields(evidence))
        {
            if (depth >= MostStructs) return Variant(evidence).Doubt("too many levels for STRUCTs");
            var fields = Fields(evidence, depth + 1, []);
            var type = new InferredType(Struct(fields)) { Fields = fields };
            if (evidence.Shared is { } places) type = type.Note($"the fields of {places} together");
            return evidence.Unseen is { } unseen ? type.Doubt($"no sample has {unseen}, which gets no column") : type;
        }

        if (evidence.MemberValues == 0) return Variant(evidence).Doubt("only empty objects seen");
        var value = evidence.CommonMember();
        var names = evidence.Members is { } members
            ? string.Create(CultureInfo.InvariantCulture, $"{members.Count} names that vary")
            : $"more than {ValueEvidence.MostMembers} names";
        return OfEntries(evidence, value, names, member, depth);
    }

    private InferredType OfEntries(ValueEvidence evidence, ValueEvidence value, string names, string member, int depth)
    {
        if (evidence.HasDuplicates) return Variant(evidence).Doubt(names);
        if (value.Nulls > 0) return Variant(evidence).Doubt($"{names}, some with null, which a MAP cannot hold");
        var type = Choose(value, member, depth);
        if (type.Delta is ArrayType or MapType or ScalarType { Kind: DeltaKind.Variant } || type.IsContradictory)
            return Variant(evidence).Doubt($"{names}, with values that a MAP cannot hold");
        return MayBeNull(
            type with
            {
                Delta = new MapType(new ScalarType(DeltaKind.String), type.Delta),
                Notes = [.. type.Notes, names],
            },
            value);
    }

    private InferredType OfArrays(ValueEvidence evidence, string member, int depth)
    {
        if (evidence.Element is not { } element) return Variant(evidence).Doubt("only empty arrays seen");
        if (element.Nulls > 0) return Variant(evidence).Doubt("arrays with null, which an ARRAY cannot hold");
        var type = Choose(element, member, depth);
        if (type.IsContradictory) return Variant(evidence).Doubt("elements of several types");
        return type.Delta is ArrayType or MapType or ScalarType { Kind: DeltaKind.Variant } || type.As == InferredType.JsonText
            ? Variant(evidence).Doubt("elements that protobuf cannot put into an ARRAY")
            : MayBeNull(type with { Delta = new ArrayType(type.Delta) }, element);
    }

    /// <summary>Doubts an ARRAY or a MAP in which the schema allows null, although no sample has one.</summary>
    private static InferredType MayBeNull(InferredType type, ValueEvidence inside) => inside.Declared is { IsOptional: true }
        ? type.Doubt($"by the schema of the event, {(type.Delta is ArrayType ? "elements" : "values")} can be null, which fails")
        : type;

    private static InferredType Contradictory(ValueEvidence evidence)
    {
        var kinds = Kinds(evidence).Select(
            kind => string.Create(CultureInfo.InvariantCulture, $"{Word(kind)} in {CountOf(evidence, kind)}"));
        var type = Variant(evidence).Doubt($"contradictory: {string.Join(", ", kinds)}") with { IsContradictory = true };
        return OneType(evidence) is { } note ? type.Note(note) : type;
    }

    /// <summary>The type that takes numbers and texts alike; null if there are other values too.</summary>
    private static string? OneType(ValueEvidence evidence)
    {
        if (Kinds(evidence).ToList() is not [Kind.Number, Kind.Text]) return null;
        var texts = evidence.Texts;
        if (texts[TextFormat.NumberText] + texts[TextFormat.EpochText] < texts.Count) return "STRING would hold both";
        return evidence.Numbers.AreIntegers
            ? "the texts are numbers, so a BIGINT or a DECIMAL would hold both"
            : "the texts are numbers, so a DECIMAL would hold both";
    }

    private static InferredType Numbers(NumberEvidence numbers, string member)
    {
        var type = ScalarTypes.OfNumbers(numbers, MemberNames.IsCoordinate(member));
        if (numbers.CompactDates == numbers.Count) return type.Doubt(ScalarTypes.CouldBeDays);
        if (numbers.CompactTimes == numbers.Count && MemberNames.IsTime(member)) return type.Doubt(CompactTime.Doubt);
        if (numbers.Times == 0 || !numbers.AreIntegers) return type;
        var formats = string.Join(" and ", EpochUnit.Formats(numbers.Units));
        if (numbers.Times == numbers.Count) return type.Doubt($"could be {formats}, but the name does not say a time");
        return !MemberNames.IsTime(member) ? type : type.Doubt(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{formats} in {numbers.Times}; the others are not times of the years 2000 to 2100"));
    }

    /// <summary>VARIANT; text with JSON if a name occurs twice in an object, which VARIANT does not take.</summary>
    private static InferredType Variant(ValueEvidence evidence) => evidence.HasDuplicates
        ? (ScalarTypes.Scalar(DeltaKind.String) with { As = InferredType.JsonText })
            .Doubt("a name twice in an object, which VARIANT does not take")
        : ScalarTypes.Meant(new ScalarType(DeltaKind.Variant));

    private static StructType Struct(IReadOnlyList<InferredField> fields) =>
        new([.. fields.Select(field => new StructField(field.Name, field.Type.Delta))]);

    /// <summary>
    /// Whether names are data: all of them look like numbers, dates or ids, or there are many, of which an object has few.
    /// </summary>
    private static bool NamesVary(ValueEvidence evidence, IReadOnlyDictionary<string, ValueEvidence> members) =>
        (members.Count > 1 && members.Keys.All(name => DataName().IsMatch(name)))
        || (members.Count > FewNames && evidence.MemberValues * Rareness < members.Count * evidence.MemberObjects);

    private static IEnumerable<Kind> Kinds(ValueEvidence evidence) =>
        Enum.GetValues<Kind>().Where(kind => CountOf(evidence, kind) > 0);

    private static long CountOf(ValueEvidence evidence, Kind kind) => kind switch
    {
        Kind.Array => evidence.Arrays,
        Kind.Bool => evidence.Bools,
        Kind.Number => evidence.Numbers.Count,
        Kind.Object => evidence.Objects,
        Kind.Text => evidence.Texts.Count,
        _ => throw new UnreachableException(),
    };

    private static string Word(Kind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The kinds of value other than null, in the order in which notes have them.</summary>
    private enum Kind
    {
        Array,
        Bool,
        Number,
        Object,
        Text,
    }

    [GeneratedRegex(
        @"\A([0-9][0-9._:+TZ-]*|[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex DataName();
}
