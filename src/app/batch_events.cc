#include "app/batch_events.h"

#include <fcntl.h>

#include <ctime>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/text.h"

namespace assay::app {
namespace {

using Json = nlohmann::ordered_json;

Json event(const char* name) {
  return {{"event", name}, {"time", std::time(nullptr)}};
}

Json event(const char* name, const BatchTask& task) {
  Json json = event(name);
  json["candidate"] = printable_line(task.candidate);
  json["exercise"] = task.exercise->id;
  return json;
}

std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

Result<std::unique_ptr<BatchEvents>> BatchEvents::open(const std::filesystem::path& path) {
  Fd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (!fd) return fail_errno("open " + path.string() + " for the events");
  return std::unique_ptr<BatchEvents>(new BatchEvents(std::move(fd)));
}

void BatchEvents::begin(const std::string& run, std::size_t total, std::size_t done_before) {
  Json json = event("begin");
  json["run"] = run;
  json["submissions"] = total + done_before;
  json["done"] = done_before;
  write(line_of(json));
}

void BatchEvents::end(const BatchSummary& summary) {
  Json json = event("end");
  json["finished"] = summary.finished;
  json["gave_up"] = summary.gave_up;
  json["left"] = summary.left;
  write(line_of(json));
}

void BatchEvents::on_phase(unsigned slot, const BatchTask* task, std::string_view phase) {
  if (task == nullptr) return;
  Json json = event("phase", *task);
  json["slot"] = slot + 1;
  json["phase"] = phase;
  write(line_of(json));
}

void BatchEvents::on_retry(const BatchTask& task, const std::string& error, unsigned failed,
                           std::chrono::milliseconds wait) {
  Json json = event("retry", task);
  json["failed"] = failed;
  json["wait_ms"] = wait.count();
  json["error"] = printable_line(error);
  write(line_of(json));
}

void BatchEvents::on_finished(const BatchFinished& finished) {
  Json json = event("finish", *finished.task);
  json["outcome"] = name(finished.result->outcome);
  json["score"] = finished.result->score ? Json(*finished.result->score) : Json(nullptr);
  json["reused"] = finished.reused;
  json["gave_up"] = finished.gave_up;
  json["done"] = finished.done;
  json["of"] = finished.total;
  write(line_of(json));
}

void BatchEvents::write(const std::string& line) {
  const std::lock_guard lock(mutex_);
  if (!status_) return;
  if (const Status written = write_all(fd_.get(), line); !written)
    status_ = fail(written.error().message + " of the events");
}

Status BatchEvents::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

}  // namespace assay::app
