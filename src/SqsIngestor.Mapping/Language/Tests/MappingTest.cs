namespace SqsIngestor.Mapping.Language.Tests;

/// <summary>A test in a mapping file.</summary>
public sealed class MappingTest
{
    internal MappingTest(TestSyntax syntax) => Syntax = syntax;

    /// <summary>The clock of a test that does not set one: 2000-01-01T00:00:00Z.</summary>
    public static DateTimeOffset DefaultClock { get; } = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Unique in its file.</summary>
    public string Name => Syntax.Name.Value;

    /// <summary>Its line in the file, from 1.</summary>
    public int Line => Syntax.Name.Position.Line;

    internal TestSyntax Syntax { get; }
}
