using System.Text.Json;

namespace SqsIngestor.Cli.Infer.Evidence;

/// <summary>
/// What is known of the members of the objects of one place. An object with too many names keeps only what its values have in
/// common.
/// </summary>
/// <param name="budget">Shared by all places.</param>
internal sealed class MemberEvidence(EvidenceBudget budget)
{
    private Dictionary<string, ValueEvidence>? _members = [];
    private ValueEvidence? _common;

    /// <summary>How many objects there are.</summary>
    public long Objects { get; private set; }

    /// <summary>
    /// The members in the order in which they came; null if there are more than <see cref="ValueEvidence.MostMembers"/>.
    /// </summary>
    public IReadOnlyDictionary<string, ValueEvidence>? Members => _members;

    /// <summary>All members of all objects, counted.</summary>
    public long Count { get; private set; }

    /// <summary>What all members have in common, if there are too many to tell them apart.</summary>
    public ValueEvidence? Entries { get; private set; }

    /// <summary>The places here and below that the budget counts.</summary>
    public int Places => (_members?.Values.Sum(member => member.Places + 1) ?? 0) + (Entries?.Places ?? 0);

    /// <summary>Adds an object.</summary>
    /// <returns>Whether it, or an object in it, has a name twice.</returns>
    public bool Add(JsonElement value)
    {
        Objects++;
        _common = null;
        var (duplicates, names) = (false, new HashSet<string>());
        foreach (var member in value.EnumerateObject())
        {
            Count++;
            duplicates |= !names.Add(member.Name);
            duplicates |= Member(member.Name).Add(member.Value);
        }

        return duplicates;
    }

    /// <summary>Adds the objects of another place.</summary>
    public void Add(MemberEvidence other)
    {
        Objects += other.Objects;
        Count += other.Count;
        _common = null;
        if (other._members is null)
        {
            if (_members is not null) Merge();
            Entries!.Add(other.Entries!);
            return;
        }

        foreach (var (name, member) in other._members) Member(name).Add(member);
    }

    /// <summary>A schema says what the members are.</summary>
    public void Declare(IReadOnlyList<(string Name, DeclaredType Type)> fields)
    {
        _common = null;
        foreach (var (name, field) in fields)
        {
            if (_members is not null) Member(name).Declare(field);
        }
    }

    /// <summary>What all members of the objects have in common.</summary>
    public ValueEvidence Common() =>
        Entries ?? (_common ??= Together(_members!.Values, budget.WithRoomFor(_members.Values.Sum(member => member.Places))));

    /// <summary>
    /// Members that are also members here have one evidence from now on, with the values of both. The others stay apart.
    /// </summary>
    public void Share(MemberEvidence other)
    {
        if (_members is null || other._members is null) return;
        foreach (var (name, member) in other._members)
        {
            if (!_members.TryGetValue(name, out var own)) continue;
            own.Add(member);
            other._members[name] = own;
        }

        (_common, other._common) = (null, null);
    }

    private ValueEvidence Member(string name)
    {
        if (_members is null) return Entries!;
        if (_members.TryGetValue(name, out var member)) return member;
        if (_members.Count >= ValueEvidence.MostMembers || !budget.TryTake())
        {
            Merge();
            return Entries!;
        }

        return _members[name] = new ValueEvidence(budget);
    }

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
}
