namespace SqsIngestor.Emulator.Nemesis.Checking;

/// <summary>No loss: when a message is reported done, all its rows are durable.</summary>
internal static class LossCheck
{
    public static void Run(Timeline timeline, Findings findings)
    {
        foreach (var invocation in timeline.Invocations.Values)
        {
            if (invocation.End is not { } end) continue;
            foreach (var id in invocation.Ended!.Done)
            {
                var message = timeline.Messages[id];
                foreach (var table in message.Rows.Keys)
                {
                    var missing = timeline.Missing(message, table, end);
                    findings.Check(
                        DeliveryLaw.NoLoss, missing == 0,
                        () => $"{invocation} reported {id} done at {Evidence.Seconds(end.At)}; {missing} of "
                            + $"{message.Rows[table]} rows in {table} were not durable");
                }
            }
        }
    }
}
