using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Enums;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Language.Tests;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language;

/// <summary>A mapping file as written, its form checked and its meaning not.</summary>
internal sealed record MappingSyntax
{
    /// <summary>The descriptor set's file.</summary>
    public YamlScalar? Descriptor { get; init; }

    /// <summary>The policies of columns that name none.</summary>
    public PolicySyntax Defaults { get; init; } = new();

    /// <summary>At least one, unless a diagnostic says otherwise.</summary>
    public IReadOnlyList<TableSyntax> Tables { get; init; } = [];

    /// <summary>The file has <c>tables:</c>, so no environment variable names the table.</summary>
    public bool HasTableList { get; init; }

    /// <summary>The first table whose condition holds takes the message, and no other.</summary>
    public bool FirstMatchOnly { get; init; }

    /// <summary>When no table takes the message.</summary>
    public FailureAction Unrouted { get; init; }

    /// <summary>When a row cannot be built.</summary>
    public FailureAction OnRecordError { get; init; }

    /// <summary>What happens when a condition cannot be evaluated.</summary>
    public FilterError OnFilterError { get; init; }

    /// <summary>Tables that columns refer to by name.</summary>
    public EnumTables Enums { get; init; } = EnumTables.None;

    /// <summary>Null when the file has no <c>payload</c>.</summary>
    public PayloadSyntax? Payload { get; init; }

    /// <summary>Which checksums are compared.</summary>
    public VerifySyntax Verify { get; init; }

    public QuarantineSyntax? Quarantine { get; init; }

    /// <summary>Where the file says that messages go to quarantine; null where only <c>payload</c> says so, or nothing.</summary>
    public TextPosition? Quarantining { get; init; }

    /// <summary>The tests in the file.</summary>
    public IReadOnlyList<TestSyntax> Tests { get; init; } = [];
}

/// <summary><c>quarantine:</c></summary>
/// <param name="Table">catalog.schema.table.</param>
/// <param name="MaxBody">Bytes of a body that are kept.</param>
internal sealed record QuarantineSyntax(YamlScalar Table, int MaxBody);
