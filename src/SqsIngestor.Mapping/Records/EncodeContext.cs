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

    // The names of the fields below the column, in the same way.
    private readonly List<string> _fields = [];
    private ErrorPlace _error = new();

    /// <param name="body">Null when no path reads the body.</param>
    /// <param name="scopes">The bindings of columns and explodes.</param>
    /// <param name="memory">What the message may take.</param>
    /// <param name="work">What it may take beside its rows and their text; null for that of <paramref name="memory"/>.</param>
    public EncodeContext(PayloadValues? body, ScopeFrame[] scopes, MessageMemory memory, WorkMemory? work = null)
    {
        Work = work ?? new(memory.WorkBytes);
        (Cel, Scratch) = (new(memory: Work), new(Work));
        Body = body;
        Arena = new(memory.Bytes);
        Rescued = new(Work);
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

    /// <summary>What the message takes beside its rows and their text.</summary>
    public WorkMemory Work { get; }

    public CelContext Cel { get; }

    /// <summary>Values that did not fit and go to the rescued column of the row.</summary>
    public RescuedValues Rescued { get; }

    /// <summary>What the columns of the current row remember of what they read.</summary>
    public ReadTracking Tracking { get; set; }

    /// <summary>A column of the current row reads the payload before it is parsed.</summary>
    public bool IsRawRead { get; set; }

    /// <summary>What the body must be, because columns of the current table read below it.</summary>
    public ContainerShape BodyShape { get; set; }

    /// <summary>Null in the function, unless a message has failed.</summary>
    public EncodeWatch? Watch { get; set; }

    /// <summary>Position of the row among those of the message, over all tables, from 0.</summary>
    public int RowIndex { get; set; }

    /// <summary>The results of transforms for the column that is being written.</summary>
    public TransformScratch Scratch { get; }

    /// <summary>The oneofs that have a value in the current message, by the object that represents each in the plan.</summary>
    public HashSet<object> SetOneofs { get; } = [];

    /// <summary>An object of the body, or of JSON inside it, has a name twice that a column or a condition reads.</summary>
    public bool HasDuplicateName => Body?.Document.Tape.HasDuplicateName == true || Scratch.Tape.HasDuplicateName;

    /// <summary>Rows of the message that a policy has skipped.</summary>
    public int SkippedRows { get; set; }

    /// <summary>The nesting depth of the current value.</summary>
    public int Depth { get; set; }

    public void Begin(SourceMessage message, InvocationContext invocation)
    {
        Cel.BeginMessage();
        // Created once per invocation, not per record.
        if (!ReferenceEquals(Invocation, invocation)) MetaTexts = invocation.ToTexts();
        (Message, Invocation) = (message, invocation);
        BeginAgain();
    }

    /// <summary>Begins the same message again. What its expressions have cost counts on.</summary>
    public void BeginAgain()
    {
        (RowIndex, Depth, Handlers, SkippedRows) = (0, 0, 0, 0);
        ForgetError();
        Arena.Reset();
        Scratch.Reset();
    }

    /// <summary>Begins a message, in which no name has been found twice.</summary>
    public void ForgetDuplicateNames()
    {
        if (Body is { } body) body.Document.Tape.HasDuplicateName = false;
        Scratch.Tape.HasDuplicateName = false;
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

    /// <summary>The last error: why a column failed, and where.</summary>
    public ErrorPlace Error => _error;

    public RecordError ToError(string table) => new(_error.Code, table, _error.Name, _error.Pointer);

    /// <summary>How many columns around the current one handle the failure of an element.</summary>
    public int Handlers { get; set; }

    /// <summary>
    /// After a failure: whether to go on, to find what else fails. The error is forgotten then. What a column around this one
    /// handles is not a failure of the message.
    /// </summary>
    public bool GoesOn()
    {
        if (Handlers > 0 || Watch?.Failed(this) != true) return false;
        ForgetError();
        return true;
    }

    public ScopeFrame Scope(int index) => _scopes[index];

    /// <summary>What does not fit is the key of an entry, and not its value.</summary>
    public bool IsKeyBelow { get; private set; }

    /// <summary>Adds a segment of the pointer around those that are known, which has no field of its own.</summary>
    public void AddBelow(string segment) => _below.Add(segment);

    /// <summary>Adds a member of an object, and the field that it fills.</summary>
    public void AddBelow(string segment, string field)
    {
        _below.Add(segment);
        _fields.Add(field);
    }

    /// <summary>Adds an entry of a MAP. Its name is message content, so the pointer has its position.</summary>
    public void AddEntryBelow(int position, bool isKey)
    {
        AddBelow("/" + position.ToString(CultureInfo.InvariantCulture), isKey ? "key" : "value");
        IsKeyBelow |= isKey;
    }

    /// <summary>The pointer with the segments below it.</summary>
    public string PointerBelow(string pointer) => string.Concat(_below.AsEnumerable().Reverse().Prepend(pointer));

    /// <summary>Fails the message at the value of a column.</summary>
    public EncodeStatus Fail(RecordErrorCode code, string column, ValueSource source)
    {
        Fail(code, column, source.PointerIn(this));
        _error.Source = source;
        return EncodeStatus.Failed;
    }

    /// <summary>Fails the message at what stands where the path of a column needs an object or an array.</summary>
    public EncodeStatus FailAtBlocking(RecordErrorCode code, string column, ValueSource source)
    {
        Fail(code, column, source.BlockedAt(this));
        (_error.Source, _error.IsBlocking) = (source, true);
        return EncodeStatus.Failed;
    }

    /// <summary>Fails the message at a place.</summary>
    public EncodeStatus Fail(RecordErrorCode code, string column, string pointer)
    {
        _error = new()
        {
            Code = code,
            Column = column,
            Name = string.Join('.', _fields.AsEnumerable().Reverse().Prepend(column)),
            Pointer = PointerBelow(pointer),
            IsKey = IsKeyBelow,
        };
        ForgetError(Depth);
        return EncodeStatus.Failed;
    }

    /// <summary>Fails the message at a value of a document that a column holds among others.</summary>
    public EncodeStatus Fail(RecordErrorCode code, string column, string pointer, JsonTape tape, int node)
    {
        Fail(code, column, pointer);
        (_error.Tape, _error.Node) = (tape, node);
        return EncodeStatus.Failed;
    }

    /// <summary>Removes the traces of an error that a policy has handled.</summary>
    /// <param name="depth">The depth at which it goes on.</param>
    public void ForgetError(int depth = 0)
    {
        _below.Clear();
        _fields.Clear();
        (IsKeyBelow, Depth) = (false, depth);
    }
}
