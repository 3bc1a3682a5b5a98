using System.Text.Json;

namespace SqsIngestor.Cli.Infer.Evidence;

/// <summary>
/// What is known of the values of one place in the messages, such as a member. It grows with the number of places and not with
/// the number of messages; an object with too many names keeps only what its values have in common.
/// </summary>
/// <param name="budget">Shared by all places.</param>
internal sealed class ValueEvidence(EvidenceBudget budget)
{
    /// <summary>The most names of an object that are told apart: 512.</summary>
    public const int MostMembers = 512;

    private Dictionary<string, ValueEvidence>? _members = [];
    private ValueEvidence? _common;

    /// <summary>How often the place has a value, null included.</summary>
    public long Count { get; private set; }

    public long Nulls { get; private set; }

    public long Bools { get; private set; }

    public long Objects { get; private set; }

    public long Arrays { get; private set; }

    public NumberEvidence Numbers { get; } = new();

    public TextEvidence Texts { get; } = new();

    public Shapes Shapes { get; } = new();

    public Examples Examples { get; } = new();

    /// <summary>The members in the order in which they came; null if there are more than <see cref="MostMembers"/>.</summary>
    public IReadOnlyDictionary<string, ValueEvidence>? Members => _members;

    /// <summary>All members of all objects, counted.</summary>
    public long MemberValues { get; private set; }

    /// <summary>What all members have in common, if there are too many to tell them apart.</summary>
    public ValueEvidence? Entries { get; private set; }

    /// <summary>What the elements of the arrays have in common; null if each array is empty.</summary>
    public ValueEvidence? Element { get; private set; }

    /// <summary>The most elements of an array.</summary>
    public int MostElements { get; private set; }

    /// <summary>The most characters, which are Unicode code points, of a text, a number or a bool.</summary>
    public int MostCharacters { get; private set; }

    /// <summary>How many are times with digits below the microsecond.</summary>
    public long FineTimes => Texts.FineTimes + Numbers.FineTimes;

    /// <summary>Whether an object here, or below, has a name twice.</summary>
    public bool HasDuplicates { get; private set; }

    /// <summary>Adds a value.</summary>
    /// <returns>Whether an object in it has a name twice.</returns>
    public bool Add(JsonElement value)
    {
        Count++;
        _common = null;
        var duplicates = false;
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                Nulls++;
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Bools++;
                AddLength(value.GetRawText());
                break;
            case JsonValueKind.Number:
                Numbers.Add(value.GetRawText());
                AddLook(value.GetRawText());
                break;
            case JsonValueKind.String:
                Texts.Add(value.GetString()!);
                AddLook(value.GetString()!);
                break;
            case JsonValueKind.Object:
                Objects++;
                duplicates = AddObject(value);
                break;
            default:
                Arrays++;
                duplicates = AddArray(value);
                break;
        }

        HasDuplicates |= duplicates;
        return duplicates;
    }

    /// <summary>What schemas say of the values; null for nothing.</summary>
    public DeclaredType? Declared { get; private set; }

    /// <summary>A schema says what the values are, and what is below them, also where no sample has a value.</summary>
    public void Declare(DeclaredType type)
    {
        Declared = Declared?.With(type) ?? type;
        _common = null;
        foreach (var (name, field) in type.Fields ?? [])
        {
            if (_members is not null) Member(name).Declare(field);
        }

        if (type.Items is { } items) (Element ??= new(budget)).Declare(items);
    }

    private void AddLength(string value) => MostCharacters = Math.Max(MostCharacters, value.EnumerateRunes().Count());

    private void AddLook(string value)
    {
        AddLength(value);
        Shapes.Add(value);
        if (budget.KeepsValues) Examples.Add(value);
    }

    private bool AddObject(JsonElement value)
    {
        var (duplicates, names) = (false, new HashSet<string>());
        foreach (var member in value.EnumerateObject())
        {
            MemberValues++;
            duplicates |= !names.Add(member.Name);
            duplicates |= Member(member.Name).Add(member.Value);
        }

        return duplicates;
    }

    private bool AddArray(JsonElement value)
    {
        var duplicates = false;
        MostElements = Math.Max(MostElements, value.GetArrayLength());
        foreach (var element in value.EnumerateArray()) duplicates |= (Element ??= new(budget)).Add(element);
        return duplicates;
    }

    private ValueEvidence Member(string name)
    {
        if (_members is null) return Entries!;
        if (_members.TryGetValue(name, out var member)) return member;
        if (_members.Count >= MostMembers || !budget.TryTake())
        {
            Merge();
            return Entries!;
        }

        return _members[name] = new ValueEvidence(budget);
    }

    /// <summary>What all members of the objects have in common.</summary>
    public ValueEvidence CommonMember() =>
        Entries ?? (_common ??= Together(_members!.Values, budget.WithRoomFor(_members.Values.Sum(member => member.Places))));

    /// <summary>The places here and below that the budget counts.</summary>
    private int Places =>
        (_members?.Values.Sum(member => member.Places + 1) ?? 0) + (Entries?.Places ?? 0) + (Element?.Places ?? 0);

    /// <summary>Keeps only what all members have in common.</summary>
    private void Merge()
    {
        budget.Return(_members!.Values.Sum(member => member.Places + 1));
        (Entries, _members) = (Together(_members.Values, budget), null);
    }

    private static ValueEvidence Together(IEnumerable<ValueEvidence> places, EvidenceBudget budget)
    {
        var all = new ValueEvidence(budget);
        foreach (var place in places) all.Add(place);
        return all;
    }

    private void Add(ValueEvidence other)
    {
        Count += other.Count;
        _common = null;
        Nulls += other.Nulls;
        Bools += other.Bools;
        Objects += other.Objects;
        Arrays += other.Arrays;
        MemberValues += other.MemberValues;
        MostElements = Math.Max(MostElements, other.MostElements);
        HasDuplicates |= other.HasDuplicates;
        MostCharacters = Math.Max(MostCharacters, other.MostCharacters);
        Numbers.Add(other.Numbers);
        Texts.Add(other.Texts);
        if (other.Declared is { } declared) Declared = Declared?.With(declared) ?? declared;
        Shapes.Add(other.Shapes);
        Examples.Add(other.Examples);
        if (other.Element is not null) (Element ??= new(budget)).Add(other.Element);
        if (other._members is null)
        {
            if (_members is not null) Merge();
            Entries!.Add(other.Entries!);
            return;
        }

        foreach (var (name, member) in other._members) Member(name).Add(member);
    }
}

/// <summary>How many places can be told apart in all: 50,000, so that no file fills the memory.</summary>
/// <param name="keepsValues">Whether places keep examples of their values.</param>
internal sealed class EvidenceBudget(bool keepsValues)
{
    private int _left = 50_000;

    public bool KeepsValues { get; } = keepsValues;

    public bool TryTake()
    {
        if (_left <= 0) return false;
        _left--;
        return true;
    }

    /// <summary>Gives back places that are not told apart any more.</summary>
    public void Return(int places) => _left += places;

    /// <summary>A budget of its own for places that are put together from others, which need no more.</summary>
    public EvidenceBudget WithRoomFor(int places) => new(KeepsValues) { _left = places };
}
