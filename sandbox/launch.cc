#include "sandbox/launch.h"

#include <fcntl.h>
#include <sys/mman.h>

#include "base/file.h"

namespace assay::sandbox {
namespace {

struct Pipes {
  Pipe in, out, err, records, report, status;
};

Result<Pipes> make_pipes() {
  Pipes pipes;
  for (Pipe* pipe :
       {&pipes.in, &pipes.out, &pipes.err, &pipes.records, &pipes.report, &pipes.status}) {
    ASSAY_TRY(*pipe, make_pipe());
  }
  for (const Fd* ours : {&pipes.in.write, &pipes.out.read, &pipes.err.read, &pipes.records.read,
                         &pipes.report.read, &pipes.status.read})
    ASSAY_CHECK(proc::set_nonblocking(ours->get()));
  return pipes;
}

Result<Fd> sealed_file(const std::string& bytes) {
  Fd fd(::memfd_create("assay-plan", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd) return fail_errno("make a memory file");
  ASSAY_CHECK(write_all(fd.get(), bytes));
  if (::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
    return fail_errno("seal a memory file");
  return fd;
}

}  // namespace

Result<Box> launch(const RunSpec& spec, const PreparedPlan& plan, Spawner& spawner,
                   const Cgroup* cgroup, const BoxIds& ids) {
  ASSAY_TRY(Pipes pipes, make_pipes());
  ASSAY_TRY(const Fd plan_file, sealed_file(plan.bytes));
  wire::Request request;
  request.as_root = ids.as_root ? 1 : 0;
  request.init_id = ids.init;
  request.payload_id = ids.payload;
  request.trees = static_cast<std::uint32_t>(plan.trees.size());
  std::vector<int> fds = {pipes.in.read.get(),     pipes.out.write.get(),
                          pipes.err.write.get(),   pipes.records.write.get(),
                          plan_file.get(),         pipes.report.write.get(),
                          pipes.status.write.get()};
  for (const Fd& tree : plan.trees) fds.push_back(tree.get());
  if (cgroup != nullptr) {
    const std::vector<int> joins = cgroup->join_fds();
    request.joins = static_cast<std::uint32_t>(joins.size());
    fds.insert(fds.end(), joins.begin(), joins.end());
    if (cgroup->clone_fd() >= 0) {
      request.into = 1;
      fds.push_back(cgroup->clone_fd());
    }
  }
  ASSAY_TRY(proc::Child init, spawner.make_box(request, fds));
  return Box{std::move(init),
             proc::Feed(std::move(pipes.in.write), spec.stdin_bytes),
             proc::Sink(std::move(pipes.out.read), spec.limits.output_bytes),
             proc::Sink(std::move(pipes.err.read), spec.limits.output_bytes),
             proc::Sink(std::move(pipes.records.read), spec.limits.record_bytes),
             std::move(pipes.report.read),
             std::move(pipes.status.read)};
}

}  // namespace assay::sandbox
