namespace SqsIngestor.Mapping.Language.Reference;

/// <summary>One word of the mapping language, for a reference page: plain text in every member.</summary>
/// <param name="Word">How the file writes it, for example <c>substring(start, count?)</c>; a ? marks an optional part.</param>
/// <param name="Takes">The kinds of value that it accepts.</param>
/// <param name="Gives">What comes out.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Example">An example that a test runs.</param>
public sealed record ReferenceRow(string Word, string Takes, string Gives, string Description, ReferenceExample Example)
{
    /// <summary>The protobuf type that the field must have; empty if the word does not need one.</summary>
    public string Field { get; init; } = "";
}

/// <summary>An example of a word: what the mapping says, what comes in and what comes out.</summary>
/// <param name="Mapping">As it stands in a mapping file.</param>
/// <param name="Input">JSON text; of a payload step the body of a message.</param>
/// <param name="Output">JSON text; of a payload step <c>$.body</c> after it.</param>
public sealed record ReferenceExample(string Mapping, string Input, string Output);
