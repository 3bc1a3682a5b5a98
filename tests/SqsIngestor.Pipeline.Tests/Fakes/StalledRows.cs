using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Tests.Fakes;

/// <summary>Scripts streams on which some rows never get an ack.</summary>
internal static class StalledRows
{
    /// <summary>
    /// Acks come in order up to the first row with an x in it, as from the client. Rows that were given up are not sent on a new
    /// connection.
    /// </summary>
    /// <param name="rig">Its streams get the script.</param>
    /// <param name="prepare">Changes the script.</param>
    public static void NeverAckX(PipelineRig rig, Action<FakeStream>? prepare = null) => rig.Streams.Prepare = (stream, _) =>
    {
        stream.HoldsAcks = true;
        stream.OnWrite = _ => Ack(stream);
        stream.OnRenew = () =>
        {
            if (stream.GivenUp.Count == 0) return;
            stream.GivenUp.Where(offset => !stream.IsSettled(offset)).ToList()
                .ForEach(offset => stream.Refuse((int)offset, FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn)));
            var withdrawn = Enumerable.Range(0, stream.Written)
                .Where(row => !stream.IsSettled(row) && stream.Withdrawn.Contains(stream.Terms[row].OrderingKey)).ToList();
            withdrawn.ForEach(row => stream.Refuse(row, FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn)));
            stream.Reconnect();
            Ack(stream);
        };
        prepare?.Invoke(stream);
    };

    private static void Ack(FakeStream stream)
    {
        while (stream.FirstUnacked is { } row && !row.Contains('x', StringComparison.Ordinal)) stream.AckNext();
    }
}
