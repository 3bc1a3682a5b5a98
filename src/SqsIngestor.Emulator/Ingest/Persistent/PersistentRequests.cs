using Grpc.Core;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Emulator.Ingest.Persistent;

/// <summary>Reads the requests of a persistent stream as those of an ephemeral one: behind the opening they are the same.</summary>
internal sealed class PersistentRequests(IAsyncStreamReader<PersistentStreamRequest> inner) : IAsyncStreamReader<EphemeralStreamRequest>
{
    public EphemeralStreamRequest Current { get; private set; } = new();

    /// <summary>The message as it came.</summary>
    public PersistentStreamRequest Original => inner.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!await inner.MoveNext(cancellationToken)) return false;
        Current = inner.Current switch
        {
            { IngestRecord: { } record } => new EphemeralStreamRequest { IngestRecord = record },
            { IngestRecordBatch: { } batch } => new EphemeralStreamRequest { IngestRecordBatch = batch },
            { CreateStream: { } create } => new EphemeralStreamRequest { CreateStream = create },
            // It opens a stream as create_stream does, and is refused like it on an open one.
            { ResumeStream: { } resume } => new EphemeralStreamRequest { CreateStream = Create(resume) },
            _ => new EphemeralStreamRequest(),
        };
        return true;
    }

    private static CreateIngestStreamRequest Create(ResumeStreamRequest resume)
    {
        var create = new CreateIngestStreamRequest();
        if (resume.HasDescriptorProto) create.DescriptorProto = resume.DescriptorProto;
        if (resume.HasRecordType) create.RecordType = resume.RecordType;
        return create;
    }
}
