using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Tests.Fakes;

/// <summary>Scripts streams on which some rows never get an ack.</summary>
internal static class StalledRows
{
    /// <summary>
    /// Acks come in order up to the first row with an x in it, as from the client. It gets a new connection, on which rows that
    /// were given up are not sent, when the client would replace one that has acked nothing for long: if a row was given up that
    /// was accepted before the last request, whichever of the two came first.
    /// </summary>
    /// <param name="rig">Its streams get the script.</param>
    /// <param name="prepare">Changes the script.</param>
    public static void NeverAckX(PipelineRig rig, Action<FakeStream>? prepare = null) => rig.Streams.Prepare = (stream, _) =>
    {
        var (requestedAt, concerned) = (0L, -1L);
        stream.HoldsAcks = true;
        stream.OnWrite = _ => Ack(stream);
        stream.OnRenew = () =>
        {
            (requestedAt, concerned) = (stream.Written, stream.GivenUp.DefaultIfEmpty(-1).Max());
            Renew();
        };
        stream.OnGiveUp = offset =>
        {
            if (offset < requestedAt) concerned = Math.Max(concerned, offset);
            Renew();
        };
        prepare?.Invoke(stream);

        void Renew()
        {
            if (concerned < 0 || stream.IsSettled(concerned)) return;
            stream.GivenUp.Where(offset => !stream.IsSettled(offset)).ToList()
                .ForEach(offset => stream.Refuse((int)offset, FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn)));
            var withdrawn = Enumerable.Range(0, stream.Written)
                .Where(row => !stream.IsSettled(row) && stream.Withdrawn.Contains(stream.Terms[row].OrderingKey)).ToList();
            withdrawn.ForEach(row => stream.Refuse(row, FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn)));
            stream.Reconnect();
            Ack(stream);
        }
    };

    private static void Ack(FakeStream stream)
    {
        while (stream.FirstUnacked is { } row && !row.Contains('x', StringComparison.Ordinal)) stream.AckNext();
    }
}
