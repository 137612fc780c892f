using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using BenchmarkDotNet.Diagnosers;
using Perfolizer.Horology;
var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(4).WithIterationCount(9).WithIterationTime(TimeInterval.FromMilliseconds(60));
BenchmarkRunner.Run(new[]{typeof(NanoDtls.Speed.Handshakes.HandshakeBenchmarks), typeof(NanoDtls.Speed.Records.RecordBenchmarks)}, DefaultConfig.Instance.AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).WithArtifactsPath("/tmp/w9bdn"));
