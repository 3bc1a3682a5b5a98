namespace SqsIngestor.Mapping.Language.Reference;

/// <summary>One word of the mapping language, for a reference page: plain text in every member.</summary>
/// <param name="Word">
/// The word as written in the file, for example <c>substring(start, count?)</c>; a ? marks an optional part.
/// </param>
/// <param name="Takes">The kinds of value that it accepts.</param>
/// <param name="Gives">The kind of value that it returns.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Example">An example that a test runs.</param>
public sealed record ReferenceRow(string Word, string Takes, string Gives, string Meaning, ReferenceExample Example)
{
    /// <summary>The protobuf type that the field must have; empty if the word does not need one.</summary>
    public string Field { get; init; } = "";
}

/// <summary>An example of a word: the mapping, the input and the output.</summary>
/// <param name="Mapping">The text in a mapping file.</param>
/// <param name="Input">JSON text; for a payload step, the body of a message.</param>
/// <param name="Output">JSON text; for a payload step, <c>$.body</c> after it.</param>
public sealed record ReferenceExample(string Mapping, string Input, string Output);
