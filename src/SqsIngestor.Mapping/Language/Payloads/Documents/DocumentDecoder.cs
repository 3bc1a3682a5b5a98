using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>
/// A last step that reads another format than JSON: it writes each document as a line of JSON, which then is read as any other.
/// One per encoder, so it need not be thread-safe. The input can be any bytes: what is wrong is a code, never an exception.
/// </summary>
/// <param name="context">The limits.</param>
internal abstract class DocumentDecoder(DocumentContext context)
{
    /// <summary>The documents, one a line.</summary>
    public PayloadBuffer Output { get; } = new(context.Memory);

    /// <summary>How many documents the payload has.</summary>
    public int Count { get; private set; }

    /// <summary>What is wrong with the payload, without anything of its contents; null if only the code is known.</summary>
    public string? Problem { get; protected set; }

    protected WorkMemory Memory => context.Memory;

    protected int MaxDepth => context.MaxDepth;

    protected int MaxBytes => context.MaxBytes;

    /// <summary>The members that the mapping reads; null if no document needs one of them.</summary>
    protected PathTrie? Members => context.Members;

    protected bool IsFull => Output.Length > MaxBytes;

    public RecordErrorCode Decode(PayloadBuffer payload)
    {
        (Output.Length, Count, Problem) = (0, 0, null);
        var code = Write(payload);
        return code == RecordErrorCode.None && IsFull ? RecordErrorCode.BodySize : code;
    }

    /// <summary>The part of the payload that a document was made of, which is <c>$.raw</c>.</summary>
    /// <param name="payload">The payload of the last <see cref="Decode"/>.</param>
    /// <param name="index">The document, from 0.</param>
    public virtual Range Raw(ReadOnlySpan<byte> payload, int index) => ..;

    /// <summary>Writes the documents, and after each of them calls <see cref="EndDocument"/>.</summary>
    protected abstract RecordErrorCode Write(PayloadBuffer payload);

    protected void EndDocument()
    {
        Output.Write((byte)'\n');
        Count++;
    }

    protected RecordErrorCode Wrong(string problem, RecordErrorCode code = RecordErrorCode.BodySyntax)
    {
        Problem = problem;
        return code;
    }
}

/// <summary>The arguments of a <see cref="DocumentDecoder"/>.</summary>
/// <param name="Memory">What a message may take.</param>
/// <param name="MaxBytes">The most bytes that all documents of a message may have.</param>
/// <param name="MaxDepth">The deepest nesting of a document.</param>
/// <param name="IsText">The payload is text; otherwise bytes.</param>
internal readonly record struct DocumentContext(WorkMemory Memory, int MaxBytes, int MaxDepth, bool IsText)
{
    /// <summary>The members that the mapping reads, if every document should have one of them; null for any document.</summary>
    public PathTrie? Members { get; init; }
}
