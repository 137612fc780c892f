// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Bench.Il
{
    /// <summary>What a piece of work executed: counts of two snapshots, subtracted and given names.</summary>
    internal sealed class IlCount
    {
        private readonly IlMap _map;
        private readonly long[] _blocks;
        private readonly long[] _entries;
        private readonly long[] _seamCalls;

        public IlCount(IlMap map, long[][] counts)
        {
            _map = map;
            _blocks = counts[0];
            _entries = counts[1];
            _seamCalls = counts[2];
        }

        /// <summary>Instructions outside of calls through the crypto seam.</summary>
        public long Instructions => Sum(0, block => block.Instructions);

        /// <summary>Instructions of the crypto in C#, that is inside of these calls.</summary>
        public long CryptoInstructions => Sum(1, block => block.Instructions);

        public long Calls => Sum(0, block => block.Calls);

        public long VirtualCalls => Sum(0, block => block.VirtualCalls);

        public long PlatformCalls => Sum(0, block => block.PlatformCalls.Count);

        public long SeamCalls => _seamCalls.Sum();

        /// <summary>Calls through the seam by method.</summary>
        public IEnumerable<(string Name, long Count)> SeamCallsByMethod =>
            _map.SeamMethods.Select((name, i) => (name, _seamCalls[i])).Where(call => call.Item2 > 0);

        /// <summary>Calls of the platform's members outside of the seam, most frequent first.</summary>
        public IEnumerable<(string Name, long Count)> PlatformCallsByMember => _map.Blocks
            .SelectMany((block, i) => block.PlatformCalls.Select(name => (Name: name, Count: _blocks[2 * i])))
            .GroupBy(call => call.Name, (name, calls) => (Name: name, Count: calls.Sum(call => call.Count)))
            .Where(call => call.Count > 0)
            .OrderByDescending(call => call.Count)
            .ThenBy(call => call.Name, StringComparer.Ordinal);

        /// <summary>Instructions and calls of each method, most instructions first.</summary>
        /// <param name="crypto">Whether to look inside of the seam instead of outside.</param>
        public IEnumerable<(string Method, long Instructions, long Entries)> ByMethod(bool crypto)
        {
            int side = crypto ? 1 : 0;
            return _map.Blocks
                .Select((block, i) => (block.Method, Instructions: block.Instructions * _blocks[(2 * i) + side]))
                .GroupBy(block => block.Method, (method, blocks) => (
                    _map.Methods[method],
                    Instructions: blocks.Sum(block => block.Instructions),
                    _entries[(2 * method) + side]))
                .Where(row => row.Instructions > 0)
                .OrderByDescending(row => row.Instructions)
                .ThenBy(row => row.Item1, StringComparer.Ordinal);
        }

        /// <summary>How often a method ran, on both sides of the seam.</summary>
        /// <param name="method">Full name, which must exist.</param>
        public long Entries(string method)
        {
            int index = _map.Methods.IndexOf(method);
            if (index < 0)
            {
                throw new ArgumentException("the assembly has no method " + method, nameof(method));
            }

            return _entries[2 * index] + _entries[(2 * index) + 1];
        }

        private long Sum(int side, Func<IlBlock, int> part)
        {
            return _map.Blocks.Select((block, i) => part(block) * _blocks[(2 * i) + side]).Sum();
        }
    }
}
