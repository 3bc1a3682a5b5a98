using CsCheck;
using SqsIngestor.Zerobus.Internal.InFlight;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

public sealed class OffsetRangesTests
{
    private enum Step
    {
        Add,
        Remove,
        TakeUpTo,
    }

    [Fact]
    public void AnySteps_AgainstASet_HoldTheSame() =>
        Gen.Select(
                Gen.Frequency((6, Gen.Const(Step.Add)), (3, Gen.Const(Step.Remove)), (1, Gen.Const(Step.TakeUpTo))),
                Gen.Long[0, 40])
            .Array[1, 100].Sample(static steps =>
            {
                var (ranges, model, end) = (new OffsetRanges(), new SortedSet<long>(), 0L);
                foreach (var (step, number) in steps)
                {
                    switch (step)
                    {
                        case Step.Add:
                            // Two of three follow without a gap.
                            end += number % 3 == 0 ? 2 : 1;
                            ranges.Add(end);
                            model.Add(end);
                            break;
                        case Step.Remove:
                            ranges.Remove(number);
                            model.Remove(number);
                            break;
                        case Step.TakeUpTo:
                            var expected = model.TakeWhile(offset => offset <= number).ToList();
                            Assert.Equal(expected, ranges.TakeUpTo(number));
                            model.ExceptWith(expected);
                            break;
                    }

                    Assert.All(Enumerable.Range(0, 60), offset => Assert.Equal(model.Contains(offset), ranges.Contains(offset)));
                    Assert.Equal(model.Count(offset => !model.Contains(offset - 1)), ranges.RangeCount);
                }
            });
}
