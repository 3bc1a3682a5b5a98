using System.Globalization;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Sources.Readers;
using SqsIngestor.Mapping.Sources.Transforms;

namespace SqsIngestor.Mapping.Sources;

/// <summary>Everything that sources read from while one message is encoded, and where its first error is kept.</summary>
internal sealed class EncodeContext(BodyDocument? body, ScopeFrame[] scopes)
{
    // Segments of the pointer below the column's own, innermost first; filled only while an error travels outwards.
    private readonly List<string> _below = [];

    private RecordErrorCode _errorCode;
    private string _errorColumn = "";
    private string _errorPointer = "";

    public SourceMessage Message { get; private set; } = null!;

    public InvocationContext Invocation { get; private set; } = null!;

    /// <summary>Null when no path asks for the body.</summary>
    public BodyDocument? Body { get; } = body;

    /// <summary>What transforms make for the column that is being written.</summary>
    public TransformScratch Scratch { get; } = new();

    /// <summary>How deep the value that is being written is nested.</summary>
    public int Depth { get; set; }

    public void Begin(SourceMessage message, InvocationContext invocation)
    {
        (Message, Invocation) = (message, invocation);
        Depth = 0;
        _below.Clear();
        Scratch.Reset();
    }

    public RecordError ToError(string table) => new(_errorCode, table, _errorColumn, _errorPointer);

    public ScopeFrame Scope(int index) => scopes[index];

    public void AddBelow(string segment) => _below.Add(segment);

    public EncodeStatus Fail(RecordErrorCode code, string column, string pointer)
    {
        _errorCode = code;
        _errorColumn = column;
        _errorPointer = string.Concat(_below.AsEnumerable().Reverse().Prepend(pointer));
        _below.Clear();
        return EncodeStatus.Failed;
    }

    /// <summary>An error of an element or a member, by its position below what holds it.</summary>
    public EncodeStatus FailBelow(RecordErrorCode code, string column, ValueSource container, int position)
    {
        AddBelow("/" + position.ToString(CultureInfo.InvariantCulture));
        return Fail(code, column, container.PointerIn(this));
    }

    /// <summary>Forgets what an error that a policy has taken care of left behind.</summary>
    public void ForgetError()
    {
        _below.Clear();
        Depth = 0;
    }
}
