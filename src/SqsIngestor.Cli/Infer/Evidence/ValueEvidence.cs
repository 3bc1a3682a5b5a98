using System.Text.Json;

namespace SqsIngestor.Cli.Infer.Evidence;

/// <summary>
/// What is known of the values of one place in the messages, such as a member. It grows with the number of places and not with
/// the number of messages.
/// </summary>
/// <param name="budget">Shared by all places.</param>
internal sealed class ValueEvidence(EvidenceBudget budget)
{
    /// <summary>The most names of an object that are told apart: 512.</summary>
    public const int MostMembers = 512;

    private MemberEvidence _inside = new(budget);

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
    public IReadOnlyDictionary<string, ValueEvidence>? Members => _inside.Members;

    /// <summary>
    /// How many objects have the members: those of this place, and of the places that it shares its members with.
    /// </summary>
    public long MemberObjects => _inside.Objects;

    /// <summary>All members of all these objects, counted.</summary>
    public long MemberValues => _inside.Count;

    /// <summary>Which places share the members; null if they are only of this one.</summary>
    public string? Shared { get; private set; }

    /// <summary>Places with objects of the same kind that no sample has, in words; null for none.</summary>
    public string? Unseen { get; set; }

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
                duplicates = _inside.Add(value);
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
        _inside.Declare(type.Fields ?? []);
        if (type.Items is { } items) (Element ??= new(budget)).Declare(items);
    }

    private void AddLength(string value) => MostCharacters = Math.Max(MostCharacters, value.EnumerateRunes().Count());

    private void AddLook(string value)
    {
        AddLength(value);
        Shapes.Add(value);
        if (budget.KeepsValues) Examples.Add(value);
    }

    private bool AddArray(JsonElement value)
    {
        var duplicates = false;
        MostElements = Math.Max(MostElements, value.GetArrayLength());
        foreach (var element in value.EnumerateArray()) duplicates |= (Element ??= new(budget)).Add(element);
        return duplicates;
    }

    /// <summary>What all members of the objects have in common.</summary>
    public ValueEvidence CommonMember() => _inside.Common();

    /// <summary>The places here and below that the budget counts.</summary>
    public int Places => _inside.Places + (Element?.Places ?? 0);

    /// <summary>
    /// The objects of some places are the same thing, such as a row before and after a change: from now on, each of the places
    /// knows what is known of all.
    /// </summary>
    /// <param name="places">At least one.</param>
    /// <param name="keys">
    /// A place whose objects have some members of the same things; null for none. It keeps its own names.
    /// </param>
    /// <param name="words">Which places they are, for people.</param>
    public static void Share(IReadOnlyList<ValueEvidence> places, ValueEvidence? keys, string words)
    {
        var first = places[0]._inside;
        foreach (var place in places.Skip(1))
        {
            first.Add(place._inside);
            place._inside = first;
        }

        if (keys is not null) first.Share(keys._inside);
        if (places.Count == 1) return;
        var hasDuplicates = places.Any(place => place.HasDuplicates);
        foreach (var place in places) (place.Shared, place.HasDuplicates) = (words, hasDuplicates);
    }

    /// <summary>Adds the values of another place.</summary>
    public void Add(ValueEvidence other)
    {
        Count += other.Count;
        Nulls += other.Nulls;
        Bools += other.Bools;
        Objects += other.Objects;
        Arrays += other.Arrays;
        MostElements = Math.Max(MostElements, other.MostElements);
        HasDuplicates |= other.HasDuplicates;
        MostCharacters = Math.Max(MostCharacters, other.MostCharacters);
        Numbers.Add(other.Numbers);
        Texts.Add(other.Texts);
        if (other.Declared is { } declared) Declared = Declared?.With(declared) ?? declared;
        Shapes.Add(other.Shapes);
        Examples.Add(other.Examples);
        if (other.Element is not null) (Element ??= new(budget)).Add(other.Element);
        _inside.Add(other._inside);
    }
}
