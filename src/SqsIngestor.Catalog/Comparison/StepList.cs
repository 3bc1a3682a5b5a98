namespace SqsIngestor.Catalog.Comparison;

/// <summary>The steps of a deployment, collected by when they are due.</summary>
internal sealed class StepList
{
    /// <summary>What to correct in the new schema before anything else.</summary>
    public List<string> Corrections { get; } = [];

    /// <summary>Statements before the renames.</summary>
    public List<string> First { get; } = [];

    /// <summary>Steps of their own, in their order, such as a rename.</summary>
    public List<string> Apart { get; } = [];

    /// <summary>Statements after the renames, and before the deployment.</summary>
    public List<string> AfterRenames { get; } = [];

    /// <summary>The columns that the deployment brings.</summary>
    public List<string> Added { get; } = [];

    /// <summary>The columns that the deployment takes away.</summary>
    public List<string> Removed { get; } = [];

    /// <summary>What to copy after the deployment.</summary>
    public List<string> Copies { get; } = [];

    /// <summary>Statements that give rows a value, after the last producer with the old descriptor has stopped.</summary>
    public List<string> Fills { get; } = [];

    /// <summary>Statements that need these values, by the paths of their columns.</summary>
    public List<(string Path, string Statement)> NotNull { get; } = [];

    /// <summary>Statements after all of these.</summary>
    public List<string> Last { get; } = [];

    /// <summary>Statements for which the deployment does not matter.</summary>
    public List<string> AnyTime { get; } = [];

    /// <summary>Steps for which it does not matter.</summary>
    public List<string> Alone { get; } = [];

    /// <summary>Properties that statements before the deployment need.</summary>
    public List<string> Properties { get; } = [];

    /// <summary>Properties that the statements of <see cref="AnyTime"/> need.</summary>
    public List<string> PropertiesAnyTime { get; } = [];

    /// <summary>The steps in their order.</summary>
    /// <param name="needsDeployment">Whether the descriptor or the mapping changes.</param>
    public IReadOnlyList<string> ToList(bool needsDeployment)
    {
        var steps = new List<string>(Corrections);
        // A property is there before the first statement that needs it.
        var first = Properties.Concat(First).ToList();
        if (first.Count > 0) steps.Add($"Change the table: {string.Join(' ', first)}");
        steps.AddRange(Apart);
        if (AfterRenames.Count > 0) steps.Add($"Change the table: {string.Join(' ', AfterRenames)}");
        if (needsDeployment)
            steps.Add($"Deploy the descriptor and the mapping{List(" with ", Added)}{List(" without ", Removed)}.");
        steps.AddRange(Copies);
        const string Stopped = "After the last producer with the old descriptor has stopped, ";
        if (Fills.Count > 0)
        {
            steps.Add(
                $"{Stopped}fill the rows that have no value: {string.Join(' ', Fills)} SET NOT NULL fails while one has none.");
        }

        // A field is NOT NULL only in a STRUCT that is.
        var last = NotNull.OrderBy(each => each.Path.Count(c => c == '.')).Select(each => each.Statement).Concat(Last).ToList();
        if (last.Count > 0)
            steps.Add($"{(Fills.Count > 0 ? "Change" : $"{Stopped}change")} the table: {string.Join(' ', last)}");
        var anyTime = PropertiesAnyTime.Except(Properties).Concat(AnyTime).ToList();
        if (anyTime.Count > 0) steps.Add($"At any time, change the table: {string.Join(' ', anyTime)}");
        steps.AddRange(Alone);
        return steps;
    }

    private static string List(string word, List<string> paths) => paths.Count == 0 ? "" : word + string.Join(", ", paths);
}
