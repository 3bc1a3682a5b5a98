using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Checksums;
using SqsIngestor.Mapping.Language.Enums;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Quarantine;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Language.Tests;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language;

/// <summary>A mapping file as written. Its form is checked, its meaning is not.</summary>
internal sealed record MappingSyntax
{
    /// <summary>The descriptor set's file.</summary>
    public YamlScalar? Descriptor { get; init; }

    /// <summary>The default policies of columns.</summary>
    public PolicySyntax Defaults { get; init; } = new();

    /// <summary>At least one, unless a diagnostic was reported.</summary>
    public IReadOnlyList<TableSyntax> Tables { get; init; } = [];

    /// <summary>The file has <c>tables:</c>, so no environment variable names the table.</summary>
    public bool HasTableList { get; init; }

    /// <summary>Only the first table whose condition is true takes the message.</summary>
    public bool FirstMatchOnly { get; init; }

    /// <summary>The action for a message that fits no table.</summary>
    public FailureAction Unrouted { get; init; }

    /// <summary>The action for a message whose row cannot be built.</summary>
    public FailureAction OnRecordError { get; init; }

    /// <summary>The action for a condition that cannot be evaluated.</summary>
    public FilterError OnFilterError { get; init; }

    /// <summary>Tables that columns refer to by name.</summary>
    public EnumTables Enums { get; init; } = EnumTables.None;

    /// <summary>Null if the file has no <c>payload</c>.</summary>
    public PayloadSyntax? Payload { get; init; }

    /// <summary>Which checksums are compared.</summary>
    public VerifySyntax Verify { get; init; }

    public QuarantineSyntax? Quarantine { get; init; }

    /// <summary>The place in the file that sends messages to quarantine; null for none, or if only <c>payload</c> does.</summary>
    public TextPosition? Quarantining { get; init; }

    /// <summary>The places of the keys at the top of the file.</summary>
    public IReadOnlyDictionary<string, TextPosition> Places { get; init; } = new Dictionary<string, TextPosition>();

    /// <summary>The places of the keys of <c>defaults</c>.</summary>
    public IReadOnlyDictionary<string, TextPosition> DefaultPlaces { get; init; } = new Dictionary<string, TextPosition>();

    /// <summary>The tests in the file.</summary>
    public IReadOnlyList<TestSyntax> Tests { get; init; } = [];
}
