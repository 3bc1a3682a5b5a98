using System.Globalization;
using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records;

/// <summary>The state of encoding one message: everything that sources read, and the first error.</summary>
internal sealed class EncodeContext
{
    private readonly ScopeFrame[] _scopes;
    private readonly CelScope _celScope;

    // Segments of the pointer below the column's own, innermost first; filled only while an error propagates.
    private readonly List<string> _below = [];
    private RecordErrorCode _errorCode;
    private string _errorColumn = "";
    private string _errorPointer = "";
    private ValueSource? _errorSource;

    /// <param name="body">Null when no path reads the body.</param>
    /// <param name="scopes">The bindings of columns and explodes.</param>
    /// <param name="memory">What the message may take.</param>
    public EncodeContext(PayloadValues? body, ScopeFrame[] scopes, MessageMemory memory)
    {
        Body = body;
        Arena = new(memory.Bytes);
        Rescued = new(memory);
        _scopes = scopes;
        _celScope = new CelScope(this);
    }

    public SourceMessage Message { get; private set; } = null!;

    public InvocationContext Invocation { get; private set; } = null!;

    /// <summary>The invocation's texts as UTF-8.</summary>
    public byte[][] MetaTexts { get; private set; } = [];

    /// <summary>Null when no path reads the body.</summary>
    public PayloadValues? Body { get; }

    /// <summary>Buffer of the text that sources create.</summary>
    public TextArena Arena { get; }

    public CelContext Cel { get; } = new();

    /// <summary>Values that did not fit and go to the rescued column of the row.</summary>
    public RescuedValues Rescued { get; }

    /// <summary>What the columns of the current row remember of what they read.</summary>
    public ReadTracking Tracking { get; set; }

    /// <summary>A column of the current row reads the payload before it is parsed.</summary>
    public bool IsRawRead { get; set; }

    /// <summary>What the body must be, because columns of the current table read below it.</summary>
    public ContainerShape BodyShape { get; set; }

    /// <summary>As <see cref="BodyShape"/>, of the element of the table's <c>explode</c>.</summary>
    public ContainerShape ElementShape { get; set; }

    /// <summary>The frame of the table's <c>explode</c>; negative for none.</summary>
    public int ElementScope { get; set; }

    /// <summary>Null in the function, unless a message has failed.</summary>
    public EncodeWatch? Watch { get; set; }

    /// <summary>Position of the row among those of the message, over all tables, from 0.</summary>
    public int RowIndex { get; set; }

    /// <summary>The results of transforms for the column that is being written.</summary>
    public TransformScratch Scratch { get; } = new();

    /// <summary>The oneofs that have a value in the current message, by the object that represents each in the plan.</summary>
    public HashSet<object> SetOneofs { get; } = [];

    /// <summary>The nesting depth of the current value.</summary>
    public int Depth { get; set; }

    public void Begin(SourceMessage message, InvocationContext invocation)
    {
        // Created once per invocation, not per record.
        if (!ReferenceEquals(Invocation, invocation)) MetaTexts = invocation.ToTexts();
        (Message, Invocation) = (message, invocation);
        (RowIndex, Depth) = (0, 0);
        _below.Clear();
        Arena.Reset();
        Cel.Reset();
        Scratch.Reset();
    }

    /// <summary>Begins a row of a table with a rescued column: nothing has been read or rescued.</summary>
    public void BeginReads()
    {
        Rescued.Clear();
        IsRawRead = false;
        Message.Tape.ForgetReads();
        Body?.ForgetReads();
    }

    /// <summary>How much the row has read so far, for <see cref="ForgetReads"/>.</summary>
    public (int Message, int Body) Reads => (Message.Tape.Reads, Body?.Document.Tape.Reads ?? 0);

    /// <summary>
    /// The row does not hold what columns have read since <see cref="Reads"/> was <paramref name="before"/>, because the column
    /// around them is refused. What they have rescued stays.
    /// </summary>
    public void ForgetReads((int Message, int Body) before)
    {
        Message.Tape.ForgetReads(before.Message);
        Body?.Document.Tape.ForgetReads(before.Body);
    }

    /// <summary>The pointer of a document's root; null if the places in it cannot be found.</summary>
    public string? PointerOf(JsonTape tape) => Body?.PointerOf(tape);

    public CelScope CelScopeOver(ValueSource[] inputs)
    {
        _celScope.Inputs = inputs;
        return _celScope;
    }

    /// <summary>Why the last column failed.</summary>
    public RecordErrorCode ErrorCode => _errorCode;

    public RecordError ToError(string table) => new(_errorCode, table, _errorColumn, _errorPointer);

    /// <summary>Reads the value of the error; null if it is not the value of a column.</summary>
    public ValueSource? ErrorSource => _errorSource;

    /// <summary>After a failure: whether to go on, to find what else fails. The error is forgotten then.</summary>
    public bool GoesOn()
    {
        if (Watch?.Failed(this) != true) return false;
        ForgetError();
        return true;
    }

    public ScopeFrame Scope(int index) => _scopes[index];

    public void AddBelow(string segment) => _below.Add(segment);

    /// <summary>The pointer with the segments below it.</summary>
    public string PointerBelow(string pointer) => string.Concat(_below.AsEnumerable().Reverse().Prepend(pointer));

    /// <summary>Fails the message at the value of a column.</summary>
    public EncodeStatus Fail(RecordErrorCode code, string column, ValueSource source)
    {
        Fail(code, column, source.PointerIn(this));
        _errorSource = source;
        return EncodeStatus.Failed;
    }

    /// <summary>Fails the message at what stands where the path of a column needs an object or an array.</summary>
    public EncodeStatus FailAtBlocking(RecordErrorCode code, string column, ValueSource source)
    {
        Fail(code, column, source.BlockedAt(this));
        _errorSource = source;
        return EncodeStatus.Failed;
    }

    /// <summary>Fails the message at a place.</summary>
    public EncodeStatus Fail(RecordErrorCode code, string column, string pointer)
    {
        _errorSource = null;
        _errorCode = code;
        _errorColumn = column;
        _errorPointer = PointerBelow(pointer);
        _below.Clear();
        return EncodeStatus.Failed;
    }

    /// <summary>Adds the position of the element or member of the error.</summary>
    public EncodeStatus FailBelow(RecordErrorCode code, string column, ValueSource container, int position)
    {
        AddBelow("/" + position.ToString(CultureInfo.InvariantCulture));
        return Fail(code, column, container);
    }

    /// <summary>Removes the traces of an error that a policy has handled.</summary>
    /// <param name="depth">The depth at which it goes on.</param>
    public void ForgetError(int depth = 0)
    {
        _below.Clear();
        Depth = depth;
    }
}
